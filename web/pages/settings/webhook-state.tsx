import { Box, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { StatusBadge, type Tone } from '../../design/status-badge';
import { useFormat } from '../../texts/use-format';
import type { Webhook } from './webhook-dialog';

/** Whether an endpoint is told, and whether what it is told arrives. */
export function WebhookState({ webhook: { status, failingSince } }: { webhook: Webhook }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (status === 'disabled') return <Whole tone="quiet">{t('webhooks.disabled')}</Whole>;
  if (failingSince === null) return <Whole tone="good">{t('webhooks.enabled')}</Whole>;
  return (
    <>
      <Whole tone="bad">{t('webhooks.failing')}</Whole>
      <Text size="sm" c="dimmed">
        {t('webhooks.failingSince', { time: format.time(failingSince) })}
      </Text>
    </>
  );
}

/** A state whose words are not broken where an address beside it wants room. */
export function Whole({ tone, children }: { tone: Tone; children: string }) {
  return (
    <Box style={{ overflowWrap: 'normal', wordBreak: 'normal' }}>
      <StatusBadge tone={tone}>{children}</StatusBadge>
    </Box>
  );
}
