import { Text } from '@mantine/core';
import type { PublicReason } from '../../domain/reasons';
import { useReasonTexts } from './reason-texts';

/** Why something is as it is, and what to do: a line of the table of reasons. */
export function ReasonText({ reason }: { reason: PublicReason }) {
  const { textOf, nextActionOf } = useReasonTexts();
  return (
    <Text component="span" size="sm" display="block">
      {textOf(reason)}{' '}
      <Text component="span" c="dimmed" inherit>
        {nextActionOf(reason)}
      </Text>
    </Text>
  );
}
