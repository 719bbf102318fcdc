import { Center, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { usePageTitle } from '../../design/page-header';
import { Panel } from '../../design/panel';
import { Brand } from '../../shell/brand';
import { ConnectionBanner } from '../../shell/connection-banner';
import { HelpLine } from '../../shell/help-line';

/** What the pages before the application look like: one panel, and where to turn. */
export function SignInFrame({
  tabTitle,
  title,
  intro,
  children,
}: {
  /** Without it, the title. */
  tabTitle?: string;
  title: string;
  intro: string | undefined;
  children: ReactNode;
}) {
  usePageTitle(tabTitle ?? title);
  return (
    <Center component="main" mih="100vh" p="md">
      <Stack w="100%" maw={400} gap="lg">
        <ConnectionBanner />
        <Center>
          <Brand />
        </Center>
        <Panel p={{ base: 'lg', sm: 'xl' }}>
          <Stack gap={4} mb="lg">
            <Title order={1}>{title}</Title>
            {intro !== undefined && <Text c="dimmed">{intro}</Text>}
          </Stack>
          {children}
        </Panel>
        <HelpLine />
      </Stack>
    </Center>
  );
}
