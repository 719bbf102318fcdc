import { Group, SegmentedControl, Select, Stack, Text, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CampaignContent } from '../../../domain/campaign-content';
import { client, type Inputs } from '../../client/trpc';
import { FormError } from '../../design/form-error';
import { MailPreview } from '../../design/mail-preview';
import { Panel } from '../../design/panel';
import classes from './campaign-preview.module.css';

type Kind = NonNullable<Inputs['campaigns']['preview']['kind']>;

/** The e-mail as it comes of what is written, a moment after the last letter. */
export function CampaignPreview({ content, isRight }: Props) {
  const { t } = useTranslation();
  const [width, setWidth] = useState<'desktop' | 'phone'>('desktop');
  const [kind, setKind] = useState<Kind>('credited');
  const [typed] = useDebouncedValue(content, PAUSE_MILLISECONDS);
  const preview = useQuery({
    queryKey: ['campaign-preview', typed, kind],
    // A preview changes nothing; that it is a mutation lets it carry the texts in the body.
    queryFn: ({ signal }) => client.campaigns.preview.mutate({ content: typed, kind }, { signal }),
    enabled: isRight,
    placeholderData: keepPreviousData,
  });
  const { data } = preview;
  const isBegun = [content.subject, content.heading, content.message].every((text) => text !== '');
  return (
    <Panel p="lg" className={classes.panel}>
      <Stack>
        <Group justify="space-between">
          <Title order={2}>{t('campaignEditor.preview')}</Title>
          <SegmentedControl
            size="xs"
            aria-label={t('campaignEditor.width')}
            value={width}
            onChange={(value) => setWidth(value)}
            data={[
              { value: 'desktop', label: t('campaignEditor.desktop') },
              { value: 'phone', label: t('campaignEditor.phone') },
            ]}
          />
        </Group>
        <Select
          label={t('campaignEditor.kind')}
          allowDeselect={false}
          data={kinds.map((value) => ({ value, label: t(`campaignEditor.kinds.${value}`) }))}
          value={kind}
          onChange={(value) => setKind(kinds.find((each) => each === value) ?? 'credited')}
        />
        {!isRight && (
          <Text size="sm" c="dimmed" role="status">
            {t(isBegun ? 'campaignEditor.wrongText' : 'campaignEditor.firstPreview')}
          </Text>
        )}
        {isRight && <FormError error={preview.error} onRetry={() => void preview.refetch()} />}
        {data !== undefined && (
          <>
            <dl className={classes.head}>
              <dt>{t('campaignEditor.from')}</dt>
              <dd>{data.fromName}</dd>
              <dt>{t('campaignEditor.subject')}</dt>
              <dd>{data.subject}</dd>
            </dl>
            <MailPreview
              html={data.html}
              subject={data.subject}
              {...(width === 'phone' && { width: PHONE_PIXELS })}
            />
          </>
        )}
      </Stack>
    </Panel>
  );
}

interface Props {
  content: CampaignContent;
  /** Whether the texts can be shown. */
  isRight: boolean;
}

const kinds = ['credited', 'activation', 'invitation'] as const satisfies Kind[];
/** As long as a fast typist pauses between two words. */
const PAUSE_MILLISECONDS = 300;
/** Of the most common phones. */
const PHONE_PIXELS = 375;
