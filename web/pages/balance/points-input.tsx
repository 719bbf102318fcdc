import { NumberInput, type NumberInputProps } from '@mantine/core';
import { useFormat } from '../../texts/use-format';

/** A number of points, grouped as the reader writes numbers; `''` while nothing is typed. */
export function PointsInput(props: NumberInputProps) {
  const { separators } = useFormat();
  return (
    <NumberInput
      min={1}
      max={MOST_POINTS}
      clampBehavior="none"
      allowDecimal={false}
      allowNegative={false}
      thousandSeparator={separators.group}
      decimalSeparator={separators.decimal}
      hideControls
      inputMode="numeric"
      {...props}
    />
  );
}

/** As contracts/recharges.ts says, which is no part of a page's program. */
const MOST_POINTS = 1_000_000_000_000;
