import { Context } from '@temporalio/activity';

/**
 * Tells the server that this activity lives for as long as the work takes: a mail server may take a
 * minute to answer. When its worker dies, another one begins anew after the `heartbeatTimeout` of its
 * workflow, and not after the time that the longest work may take.
 */
export async function whileBeating<Result>(work: () => Promise<Result>): Promise<Result> {
  const context = Context.current();
  const beat = setInterval(() => context.heartbeat(), HEARTBEAT_MILLISECONDS);
  try {
    return await work();
  } finally {
    clearInterval(beat);
  }
}

/** Several times within the 15 s that the workflows allow. */
const HEARTBEAT_MILLISECONDS = 3_000;
