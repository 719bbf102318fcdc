import { clockMilliseconds } from '../clock';
import type { Caller } from '../set-up/caller';
import type { Row } from '../set-up/people';
import type { Sink } from '../set-up/sink';

/** Whoever is measured: the product or a reference. */
export interface Side {
  /** Sends one distribution; which way is the side's. */
  caller: Pick<Caller, 'post'>;
  /** What is done before the clock starts, such as an upload that is measured elsewhere. */
  prepare?: (distributions: readonly Row[][]) => Promise<void>;
  /** Resolves when what follows the last mail is done too. */
  untilIdle: () => Promise<void>;
  /** Brings the statistics of its database up to date, for plans as after a minute of use. */
  analyze: () => Promise<void>;
}

/** What one sample of a send found. */
export interface Sent {
  /** From before the first POST to when the mail server accepted the last mail. */
  milliseconds: number;
  rewards: number;
  /** Of all mails: both sides must send the same. */
  bytes: number;
}

/**
 * Posts distributions, `inFlight` callers at once, each one after another, and waits until the mail
 * server has accepted all of their mails.
 */
export async function timeSends(
  { caller, prepare, untilIdle }: Side,
  sink: Sink,
  { distributions, inFlight }: { distributions: readonly Row[][]; inFlight: number },
): Promise<Sent> {
  await prepare?.(distributions);
  const rewards = distributions.reduce((sum, rows) => sum + rows.length, 0);
  const arrived = await sink.expect(rewards);
  const waiting = [...distributions];
  const startedAt = clockMilliseconds();
  const callOneAfterAnother = async (): Promise<void> => {
    for (let rows = waiting.shift(); rows !== undefined; rows = waiting.shift()) {
      await caller.post(rows);
    }
  };
  const callers = Array.from({ length: inFlight }, callOneAfterAnother);
  const [sight] = await Promise.all([arrived(), ...callers]);
  await untilIdle();
  return { milliseconds: sight.lastAtMilliseconds - startedAt, rewards, bytes: sight.bytes };
}

/** @throws Error when the two sides do not mail the same, which would make the ratio worthless */
export function checkSameMails(ours: Sent, reference: Sent): void {
  const difference = Math.abs(ours.bytes / reference.bytes - 1);
  if (ours.rewards !== reference.rewards || difference > ALLOWED_DIFFERENCE) {
    throw new Error(`The mails differ: ${ours.bytes} bytes and ${reference.bytes} bytes`);
  }
}

/** Boundaries and line breaks of quoted-printable fall differently from mail to mail. */
const ALLOWED_DIFFERENCE = 0.01;
