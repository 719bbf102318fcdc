import type { Bench } from '../benchmark';
import { checkSameMails, type Sent, type Side, timeSends } from './send';
import type { Row } from '../set-up/people';

/**
 * Lets the sides send in turns, A B A B, so that what else happens on the machine happens to all of
 * them. The first rounds are not counted: code is compiled and plans are cached by then.
 *
 * @returns for each side the samples, as `figure` reads them
 */
export async function takeRounds<Name extends string>(
  { sink, report }: Bench,
  options: {
    sides: Record<Name, Side>;
    warmUpRounds: number;
    rounds: number;
    send: (round: number) => { distributions: readonly Row[][]; inFlight: number };
    figure: (sent: Sent) => number;
    unit: string;
  },
): Promise<Record<Name, number[]>> {
  const { rounds, warmUpRounds, figure, unit } = options;
  const sides = Object.entries<Side>(options.sides);
  const samples = Object.fromEntries(sides.map(([name]) => [name, [] as number[]]));
  for (let round = 1 - warmUpRounds; round <= rounds; round += 1) {
    if (round === 1) await Promise.all(sides.map(([, side]) => side.analyze()));
    const figures: string[] = [];
    let first: Sent | undefined;
    for (const [name, side] of sides) {
      const sent = await timeSends(side, sink, options.send(round));
      first ??= sent;
      checkSameMails(first, sent);
      figures.push(`${name} ${figure(sent).toFixed(0)}`);
      if (round > 0) samples[name]?.push(figure(sent));
    }
    const which = round > 0 ? `${round} of ${rounds}` : 'warm-up';
    report(`${which}: ${figures.join(', ')} ${unit}`);
  }
  // Made from the same names just above.
  return samples as Record<Name, number[]>;
}

export const millisecondsOf = ({ milliseconds }: Sent): number => milliseconds;

export const rateOf = ({ rewards, milliseconds }: Sent): number => (rewards / milliseconds) * 1_000;
