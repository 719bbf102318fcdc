import { findFirstMorning, findMorningsRefused } from '../../db/first-morning';
import { type Distribution, MAX_PAGE_SIZE } from '../../contracts/distributions';
import { getDistributionAsAccepted } from '../../db/find-distribution';
import type { Transaction } from '../../db/pool';
import type { CheckedRow } from '../../domain/reward-row';
import { refuse } from '../errors';
import { readSendTime, refuseSendTime } from './read-send-time';

/**
 * The time of a send; of one by local mornings the first of them.
 *
 * @param emailKeys of its recipients.
 * @throws a refusal `invalid_send_at`.
 */
export async function findSendTime(
  inCompany: <Result>(work: (tx: Transaction) => Promise<Result>) => Promise<Result>,
  companyId: string,
  input: {
    sendAt?: string | undefined;
    timeZone?: string | undefined;
    sendOnMorning?: string | undefined;
  },
  emailKeys: readonly string[],
): Promise<{ sendAt: string | null; timeZone: string | null; morning?: string }> {
  const morning = input.sendOnMorning;
  if (morning === undefined) return readSendTime(input);
  if (input.sendAt !== undefined || input.timeZone !== undefined) {
    return refuseMorning([{ message: 'Give either sendAt, with its timeZone, or sendOnMorning.' }]);
  }
  const first = await inCompany((tx) => findFirstMorning(tx, companyId, emailKeys, morning));
  return { ...first, morning };
}

/** A distribution that was just accepted, with what the database has reckoned: when each is reached. */
export async function withMornings(
  inCompany: <Result>(work: (tx: Transaction) => Promise<Result>) => Promise<Result>,
  accepted: Distribution,
  morning: string | undefined,
): Promise<Distribution> {
  if (morning === undefined) return accepted;
  const found = await inCompany((tx) => getDistributionAsAccepted(tx, accepted.id, MAX_PAGE_SIZE));
  return found.answer;
}

/**
 * Refuses a time that has passed or is too far ahead; of local mornings it names the rows whose
 * morning it is.
 *
 * @throws a refusal `invalid_send_at`.
 */
export async function refuseTime(
  inCompany: <Result>(work: (tx: Transaction) => Promise<Result>) => Promise<Result>,
  companyId: string,
  morning: string | undefined,
  rows: readonly CheckedRow[],
): Promise<never> {
  if (morning === undefined) return refuseSendTime();
  const keyed = rows.flatMap(({ row, value }) => (value ? [{ row, key: value.emailKey }] : []));
  const keys = keyed.map(({ key }) => key);
  const refused = await inCompany((tx) => findMorningsRefused(tx, companyId, keys, morning));
  const issues = keyed.flatMap(({ row, key }) => {
    const zone = refused.get(key);
    if (zone === undefined) return [];
    return [{ row, message: `In ${zone} the morning of ${morning} ${PASSED}` }];
  });
  const whole = { message: `The morning of ${morning} ${PASSED}` };
  return refuseMorning(issues.length > 0 ? issues.slice(0, MOST_NAMED) : [whole]);
}

const PASSED = 'has passed, or is too far ahead. Give a later day, at most 366 days ahead.';

/** As many rows as a person looks at. */
const MOST_NAMED = 500;

function refuseMorning(issues: { row?: number; message: string }[]): never {
  const code = 'invalid_send_at';
  return refuse(code, {
    issues: issues.map((issue) => ({ ...issue, path: 'sendOnMorning', code })),
  });
}
