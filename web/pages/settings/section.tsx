import { Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { Panel } from '../../design/panel';

/** A part of a page of the settings: what it is, then what one does there. */
export function Section({
  title,
  intro,
  children,
}: {
  title: string;
  intro?: ReactNode;
  children: ReactNode;
}) {
  return (
    <Panel p="lg" mb="lg">
      <Stack gap={4} mb="md">
        <Title order={2}>{title}</Title>
        {intro !== undefined && (
          <Text size="sm" c="dimmed" maw={620}>
            {intro}
          </Text>
        )}
      </Stack>
      {children}
    </Panel>
  );
}
