import { Grid, Stack, Title } from '@mantine/core';
import type { ComponentProps } from 'react';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../design/panel';
import { CampaignChoice, CampaignPreview } from './campaign-choice';
import type { Choices } from './choices';
import { ScheduleChoice } from './schedule-choice';

/** Which e-mail, as its first reader sees it, and when. */
export function ChoicesPanels({
  choices,
  onChange,
  showsErrors,
  person,
  kind,
}: ChoicesPanelsProps) {
  const { t } = useTranslation();
  const { campaignId } = choices;
  return (
    <Grid gap="lg" mt="lg">
      <Grid.Col span={{ base: 12, md: 5 }}>
        <Stack gap="lg">
          <Panel p="lg">
            <Title order={2} mb="md">
              {t('sendChoices.mail')}
            </Title>
            <CampaignChoice
              value={campaignId}
              onChange={(chosen) => onChange({ campaignId: chosen })}
            />
          </Panel>
          <Panel p="lg">
            <Title order={2} mb="md">
              {t('sendChoices.when')}
            </Title>
            <ScheduleChoice {...{ choices, onChange, showsErrors }} />
          </Panel>
        </Stack>
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 7 }}>
        <Panel p="lg">
          <CampaignPreview {...{ campaignId, person, kind }} />
        </Panel>
      </Grid.Col>
    </Grid>
  );
}

interface ChoicesPanelsProps extends Pick<
  ComponentProps<typeof CampaignPreview>,
  'person' | 'kind'
> {
  choices: Choices;
  onChange: (change: Partial<Choices>) => void;
  showsErrors: boolean;
}
