/** The days that the figures are of. */
export const periods = [7, 30, 90, 365] as const;
type Period = (typeof periods)[number];

export const USUAL_PERIOD: Period = 30;

export function readOverviewSearch(search: Record<string, unknown>): { days?: Period } {
  const days = periods.find((each) => each === Number(search['days']));
  return days === undefined || days === USUAL_PERIOD ? {} : { days };
}
