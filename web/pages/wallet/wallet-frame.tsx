import { Box, Container, Group, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Toasts } from '../../design/toasts';
import { Brand } from '../../shell/brand';
import { ConnectionBanner } from '../../shell/connection-banner';
import { HelpLine } from '../../shell/help-line';
import { LanguageMenu } from './language-menu';
import classes from './wallet-frame.module.css';

/** What stands around each page of a recipient: light, without what only admins need. */
export function WalletFrame({ actions, children }: { actions?: ReactNode; children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <Stack mih="100vh" gap={0}>
      <a className={classes.skip} href="#main">
        {t('shell.skip')}
      </a>
      <Box component="header" className={classes.header}>
        <Container size="md" px="md" py="sm">
          <Group justify="space-between" gap="xs">
            <Brand />
            <Group gap="xs">
              {actions}
              <LanguageMenu />
            </Group>
          </Group>
        </Container>
      </Box>
      <Container
        component="main"
        id="main"
        tabIndex={-1}
        size="md"
        w="100%"
        px="md"
        py="xl"
        flex={1}
      >
        <ConnectionBanner />
        {children}
      </Container>
      <Box p="lg">
        <HelpLine />
      </Box>
      <Toasts />
    </Stack>
  );
}
