import { Text, TextInput, type TextInputProps } from '@mantine/core';

/** An amount in the major unit of a currency, kept as it is typed: `readTypedAmount` reads it. */
export function AmountInput({ currency, ...rest }: TextInputProps & { currency: string }) {
  return (
    <TextInput
      inputMode="decimal"
      autoComplete="off"
      leftSection={<Text size="sm">{currency}</Text>}
      leftSectionWidth={56}
      {...rest}
    />
  );
}
