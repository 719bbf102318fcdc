import { isAllowedSendTime, isTimeZone, parseSendTime } from '../../domain/send-time';
import { reasons } from '../../domain/reasons';
import { refuse } from '../errors';

/** The time of a request as it is stored, or nulls for one that is to go at once. */
export function readSendTime({
  sendAt,
  timeZone,
}: {
  sendAt?: string | undefined;
  timeZone?: string | undefined;
}): {
  sendAt: string | null;
  timeZone: string | null;
} {
  if (sendAt === undefined) {
    if (timeZone === undefined) return { sendAt: null, timeZone: null };
    return refuseSendTime('A timeZone says nothing without sendAt');
  }
  if (timeZone !== undefined && !isTimeZone(timeZone)) return refuseTimeZone(timeZone);
  const read = parseSendTime(sendAt, timeZone);
  if (!read.ok) return refuseSendTime(read.problem);
  return { sendAt: new Date(read.atMilliseconds).toISOString(), timeZone: timeZone ?? null };
}

/** What is written is judged by the database's clock; this is for what is only looked at. */
export function isAhead(sendAt: string | null): boolean {
  return sendAt === null || isAllowedSendTime(Date.parse(sendAt), Date.now());
}

export function refuseSendTime(problem = 'This time has passed, or is too far ahead'): never {
  const message = `${problem}. ${reasons.invalid_send_at.nextAction}`;
  return refuse('invalid_send_at', {
    issues: [{ path: 'sendAt', code: 'invalid_send_at', message }],
  });
}

function refuseTimeZone(timeZone: string): never {
  const shown = JSON.stringify(timeZone.slice(0, 60));
  const message = `${shown} is no IANA time zone. ${reasons.invalid_time_zone.nextAction}`;
  return refuse('invalid_time_zone', {
    issues: [{ path: 'timeZone', code: 'invalid_time_zone', message }],
  });
}
