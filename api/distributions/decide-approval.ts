import { z } from 'zod';
import {
  distributionWithTimelineSchema,
  type DistributionWithTimeline,
  id,
  MAX_PAGE_SIZE,
} from '../../contracts/distributions';
import { signalNames } from '../../contracts/workflows';
import { decideApproval } from '../../db/approvals';
import { findDistributionWithTimeline } from '../../db/find-distribution';
import { withCompany } from '../../db/pool';
import { type ApprovalOutcome, MAX_APPROVAL_NOTE } from '../../domain/approvals';
import { parseMessage } from '../../domain/typed-text';
import type { Caller, Services } from '../context';
import { refuse } from '../errors';
import { permitted } from '../trpc';
import { withWorkflowUrl } from './workflow-url';

// Not REST: a key is no person, and the one that sent must not be the one that approves.
const decidingProcedure = permitted('distributions.approve');

const note = z
  .string()
  .max(MAX_APPROVAL_NOTE)
  .refine((text) => parseMessage(text) !== undefined, 'A text without control characters')
  .meta({ description: 'The sender is mailed it.' });

/** Lets a send go that waits for an approval. */
export const approveDistribution = decidingProcedure
  .input(z.strictObject({ id, note: note.optional() }))
  .output(distributionWithTimelineSchema)
  .mutation(({ ctx, input }) =>
    decide(ctx, input.id, { outcome: 'approved', note: textOf(input.note) }),
  );

/** Ends a send that waits for an approval: its points return to the Company Balance at once. */
export const rejectDistribution = decidingProcedure
  .input(z.strictObject({ id, note }))
  .output(distributionWithTimelineSchema)
  .mutation(({ ctx, input }) =>
    decide(ctx, input.id, { outcome: 'rejected', note: textOf(input.note) }),
  );

function textOf(typed: string | undefined): string | null {
  return parseMessage(typed) ?? null;
}

async function decide(
  { services, caller }: { services: Services; caller: Caller },
  distributionId: string,
  decision: { outcome: ApprovalOutcome; note: string | null },
): Promise<DistributionWithTimeline> {
  const { platformDb, companyDb, dispatcher, settings } = services;
  const companyId = caller.company.id;
  const answer = await withCompany(platformDb, companyId, (tx) =>
    decideApproval(tx, { companyId, distributionId, adminId: caller.id, ...decision }),
  );
  if (answer.outcome === 'decided') {
    const { eventId, funded } = answer;
    const name = decision.outcome === 'approved' ? signalNames.approve : signalNames.reject;
    dispatcher.call({ distributionId, signal: { name, input: { eventId } } });
    dispatcher.wakeApproval(distributionId);
    for (const fundedId of funded.filter((other) => other !== distributionId)) {
      const signal = { name: signalNames.fundsAvailable, input: {} };
      dispatcher.call({ distributionId: fundedId, signal });
    }
  } else if (answer.outcome !== 'unchanged') return refuse(answer.outcome);
  const found = await withCompany(companyDb, companyId, (tx) =>
    findDistributionWithTimeline(tx, distributionId, MAX_PAGE_SIZE),
  );
  return found === undefined ? refuse('not_found') : withWorkflowUrl(found, settings);
}
