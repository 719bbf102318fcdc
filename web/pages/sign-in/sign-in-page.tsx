import { Center, Stack, Text, Title } from '@mantine/core';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { usePageTitle } from '../../design/page-header';
import { Panel } from '../../design/panel';
import { pageSettings } from '../../page-settings';
import { Brand } from '../../shell/brand';
import { ConnectionBanner } from '../../shell/connection-banner';
import { HelpLine } from '../../shell/help-line';
import { SignInForm } from './sign-in-form';

const route = getRouteApi('/sign-in');

export function SignInPage() {
  const { t } = useTranslation();
  const { next } = route.useSearch();
  const router = useRouter();
  usePageTitle(t('session.signIn'));
  return (
    <Center component="main" mih="100vh" p="md">
      <Stack w="100%" maw={400} gap="lg">
        <ConnectionBanner />
        <Center>
          <Brand />
        </Center>
        <Panel p={{ base: 'lg', sm: 'xl' }}>
          <Stack gap={4} mb="lg">
            <Title order={1}>{t('session.title')}</Title>
            <Text c="dimmed">{t('session.intro')}</Text>
          </Stack>
          <SignInForm onSignedIn={() => router.history.push(next ?? '/')} />
          <Text size="sm" c="dimmed" mt="md">
            {t('session.forgot')} {t('session.forgotHow', { address: pageSettings.supportEmail })}
          </Text>
        </Panel>
        <HelpLine />
      </Stack>
    </Center>
  );
}
