import { Box, Select, SegmentedControl, Skeleton, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { client, trpc } from '../../client/trpc';
import { FormError } from '../../design/form-error';
import { MailPreview } from '../../design/mail-preview';

/** Which e-mail carries the points. */
export function CampaignChoice({ value, onChange }: CampaignChoiceProps) {
  const { t } = useTranslation();
  const list = useQuery(trpc.campaigns.list.queryOptions({ limit: MOST_CAMPAIGNS }));
  if (list.error !== null) {
    return <FormError error={list.error} onRetry={() => void list.refetch()} />;
  }
  const campaigns = list.data?.items ?? [];
  return (
    <Select
      label={t('sendChoices.campaign')}
      description={t('sendChoices.campaignHint')}
      placeholder={t('sendChoices.plain')}
      data={[
        { value: PLAIN, label: t('sendChoices.plain') },
        ...campaigns.map(({ id, name }) => ({ value: id, label: name })),
      ]}
      value={value ?? PLAIN}
      allowDeselect={false}
      searchable={campaigns.length > SEARCHED_FROM}
      onChange={(chosen) => onChange(chosen === PLAIN ? null : chosen)}
    />
  );
}

interface CampaignChoiceProps {
  value: string | null;
  onChange: (campaignId: string | null) => void;
}

const PLAIN = 'plain';
/** The most that the list gives at once; nobody chooses among more by looking. */
const MOST_CAMPAIGNS = 100;
const SEARCHED_FROM = 8;

/** The name of a campaign that was chosen. */
export function useCampaignName(campaignId: string | null): string | undefined {
  const list = useQuery(trpc.campaigns.list.queryOptions({ limit: MOST_CAMPAIGNS }));
  return list.data?.items.find(({ id }) => id === campaignId)?.name;
}

/** The mail as the first person gets it, drawn again when typing pauses. */
export function CampaignPreview({ campaignId, person, kind }: CampaignPreviewProps) {
  const { t } = useTranslation();
  const [screen, setScreen] = useState('desktop');
  const [shown] = useDebouncedValue(person, PAUSE_MILLISECONDS);
  const input = { campaignId, values: shown ?? {}, kind };
  const preview = useQuery({
    queryKey: ['campaign preview', input],
    queryFn: () => client.campaigns.preview.mutate(input),
    placeholderData: keepPreviousData,
  });
  if (preview.error !== null) {
    return <FormError error={preview.error} onRetry={() => void preview.refetch()} />;
  }
  if (preview.data === undefined) return <Skeleton height={420} />;
  const { subject, html } = preview.data;
  return (
    <Box>
      <SegmentedControl
        mb="xs"
        aria-label={t('sendChoices.screen')}
        value={screen}
        onChange={setScreen}
        data={(['desktop', 'phone'] as const).map((value) => ({
          value,
          label: t(`sendChoices.${value}`),
        }))}
      />
      <Text size="sm" c="dimmed">
        {shown?.name === undefined
          ? t('sendChoices.previewExample')
          : t('sendChoices.previewFor', { name: shown.name })}
      </Text>
      <Text size="sm" mb="xs">
        {`${t('sendChoices.subject')}: ${subject}`}
      </Text>
      <MailPreview html={html} subject={subject} {...(screen === 'phone' && { width: 375 })} />
    </Box>
  );
}

interface CampaignPreviewProps {
  campaignId: string | null;
  /** The first who would get it; undefined shows an example. */
  person: { name: string; points?: number; citation: string | null } | undefined;
  kind: 'credited' | 'activation' | 'invitation';
}

const PAUSE_MILLISECONDS = 400;
