import { parseSendTime } from '../../../domain/send-time';
import type { DistributionsSearch } from './distributions-search';

/** The filters of the address as the API takes them, for the list and for the file. */
export function toApiFilter(
  { status, method, campaign, failed, from, to, q }: DistributionsSearch,
  timeZone: string,
) {
  return {
    ...(status && { status: [status] }),
    ...(method && { method }),
    ...(campaign && { campaignId: campaign }),
    ...(failed && { hasFailed: true }),
    ...(from && { from: startOf(from, timeZone) }),
    ...(to && { to: startOf(dayAfter(to), timeZone) }),
    ...(q && { search: q }),
  };
}

/** When a day begins in a zone; where midnight is skipped, right after it. */
function startOf(day: string, timeZone: string): string {
  const read = parseSendTime(`${day}T00:00`, timeZone);
  // 31 February passes the pattern: as a day of March.
  return new Date(read.ok ? read.atMilliseconds : Date.parse(`${day}T00:00Z`)).toISOString();
}

function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00Z`) + DAY_MILLISECONDS).toISOString().slice(0, 10);
}

const DAY_MILLISECONDS = 86_400_000;
