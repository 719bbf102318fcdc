import { Text } from '@mantine/core';

/** Why something is as it is, and what to do: a line of the table of reasons. */
export function ReasonText({ reason }: { reason: { message: string; nextAction: string } }) {
  return (
    <Text component="span" size="sm" display="block">
      {reason.message}{' '}
      <Text component="span" c="dimmed" inherit>
        {reason.nextAction}
      </Text>
    </Text>
  );
}
