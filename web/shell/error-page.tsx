import { Button, Group, Stack, Text } from '@mantine/core';
import { type ErrorComponentProps, useRouter } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { PageHeader } from '../design/page-header';
import { RequestId } from '../design/request-id';
import { useRefusalTexts } from '../design/refusal-texts';
import { HelpLine } from './help-line';

/** In place of a page that broke: what happened, what to do, whom to ask and with which number. */
export function ErrorPage({ error }: ErrorComponentProps) {
  const { t } = useTranslation();
  const router = useRouter();
  const { message, nextAction, requestId } = useRefusalTexts()(error);
  return (
    <Stack align="flex-start" role="alert">
      <PageHeader title={t('errors.title')} />
      <Text>
        {message} {nextAction}
      </Text>
      {requestId !== '' && <RequestId id={requestId} />}
      <Group>
        <Button onClick={() => window.location.reload()}>{t('errors.reload')}</Button>
        <Button variant="default" onClick={() => void router.navigate({ to: '/' })}>
          {t('errors.toOverview')}
        </Button>
      </Group>
      <HelpLine />
    </Stack>
  );
}
