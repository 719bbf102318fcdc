import { NumberInput, type NumberInputProps } from '@mantine/core';
import { minorDigits } from '../../../domain/money';
import { useFormat } from '../../texts/use-format';

/**
 * An amount in the major unit of a currency, typed as the reader writes numbers. Its value is a text
 * with a point (`1250.50`), which `readAmount` reads exactly.
 */
export function AmountInput({ currency, ...rest }: NumberInputProps & { currency: string }) {
  const { separators } = useFormat();
  return (
    <NumberInput
      allowNegative={false}
      decimalScale={minorDigits(currency)}
      thousandSeparator={separators.group}
      decimalSeparator={separators.decimal}
      prefix={`${currency} `}
      hideControls
      inputMode="decimal"
      {...rest}
    />
  );
}
