import { withCompany } from '../../db/pool';
import { isUnknownTimeZone, setTimeZone } from '../../db/time-zones';
import { describeReason } from '../../domain/reasons';
import { isTimeZone } from '../../domain/send-time';
import type { Caller, Services } from '../context';
import { refuse } from '../errors';

/**
 * @param whose a recipient of the caller's company, else the company itself.
 * @throws a refusal `invalid_time_zone`, or `not_found` for another company's recipient.
 */
export async function changeTimeZone(
  { services, caller }: { services: Services; caller: Caller },
  timeZone: string | null,
  whose: { recipientId?: string } = {},
): Promise<void> {
  const request = { companyId: caller.company.id, timeZone, ...whose };
  const actor = { kind: caller.kind, id: caller.id };
  const work = withCompany(services.platformDb, caller.company.id, async (tx) => {
    // An id that is not the company's comes first: its owner is not told what else is wrong.
    const isKnown = timeZone === null || isTimeZone(timeZone);
    const given = isKnown ? request : { ...request, timeZone: 'no time zone' };
    if (!(await setTimeZone(tx, { ...given, actor }))) refuse('not_found');
  });
  await work.catch((error: unknown) => {
    if (isUnknownTimeZone(error)) return refuseTimeZone();
    throw error;
  });
}

function refuseTimeZone(): never {
  const { message, nextAction } = describeReason('invalid_time_zone');
  const issue = { path: 'timeZone', code: 'invalid_time_zone' as const };
  return refuse('invalid_time_zone', {
    issues: [{ ...issue, message: `${message} ${nextAction}` }],
  });
}
