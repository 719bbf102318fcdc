import { Anchor, SimpleGrid, Text, ThemeIcon, Title } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../design/panel';
import { usePointsText } from '../../design/points';
import { useMay } from '../../shell/navigation';
import { SendButton } from '../../shell/send-button';

/** For who has never sent: the three steps to the first reward. */
export function FirstSteps({ balance }: { balance: number }) {
  const { t } = useTranslation();
  const pointsText = usePointsText();
  const maySend = useMay('distributions.send');
  const hasPoints = balance > 0;
  return (
    <SimpleGrid cols={{ base: 1, sm: 3 }}>
      <Step
        number="1"
        isDone={hasPoints}
        title={t('firstSteps.balance')}
        text={
          hasPoints
            ? t('firstSteps.balanceThere', { points: pointsText(balance) })
            : t('firstSteps.balanceMissing')
        }
      >
        <Anchor size="sm" renderRoot={(props) => <Link to="/balance" {...props} />}>
          {t(hasPoints ? 'overview.toBalance' : 'firstSteps.recharge')}
        </Anchor>
      </Step>
      <Step number="2" title={t('firstSteps.campaign')} text={t('firstSteps.campaignText')}>
        <Anchor size="sm" renderRoot={(props) => <Link to="/campaigns" {...props} />}>
          {t('firstSteps.toCampaigns')}
        </Anchor>
      </Step>
      <Step number="3" title={t('firstSteps.send')} text={t('firstSteps.sendText')}>
        {maySend ? <SendButton /> : <Text size="sm">{t('distribution.mayLook')}</Text>}
      </Step>
    </SimpleGrid>
  );
}

interface StepProps {
  number: string;
  title: string;
  text: string;
  isDone?: boolean;
  children: ReactNode;
}

function Step({ number, title, text, isDone = false, children }: StepProps) {
  const { t } = useTranslation();
  return (
    <Panel p="lg">
      <ThemeIcon size={32} radius="xl" variant={isDone ? 'filled' : 'light'} mb="sm">
        {isDone ? <IconCheck size={18} aria-label={t('firstSteps.done')} /> : number}
      </ThemeIcon>
      <Title order={2} mb={4}>
        {title}
      </Title>
      <Text size="sm" c="dimmed" mb="md">
        {text}
      </Text>
      {children}
    </Panel>
  );
}
