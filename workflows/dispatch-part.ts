import type { DispatchPartInput } from '../contracts/workflows';
import { sendSlices } from './send-slices';

/**
 * A part of a large run of `dispatch`.
 *
 * @returns false when a slice was given up; the long road looks at each of its rewards again.
 */
export async function dispatchPart(plan: DispatchPartInput): Promise<boolean> {
  return sendSlices(plan);
}
