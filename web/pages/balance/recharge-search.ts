export interface RechargeSearch {
  /** With how many points the form begins: what a send lacks. */
  points?: number;
}

export function readRechargeSearch({ points }: Record<string, unknown>): RechargeSearch {
  const wanted = Number(points);
  return Number.isSafeInteger(wanted) && wanted > 0 ? { points: wanted } : {};
}
