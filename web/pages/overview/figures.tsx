import { Anchor, SimpleGrid, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../design/panel';
import { Points, usePointsText } from '../../design/points';
import { useFormat } from '../../texts/use-format';
import type { Overview } from './overview-page';

/** The four numbers that one looks at first. */
export function Figures({ overview }: { overview: Overview }) {
  const { t } = useTranslation();
  const pointsText = usePointsText();
  const { number, percent } = useFormat();
  const { balance, held, sent, delivery, waitingForRegistration: waiting } = overview;
  const { distributions: count } = sent;
  return (
    <SimpleGrid cols={{ base: 2, md: 4 }} spacing={{ base: 'sm', md: 'md' }}>
      <Figure
        name={t('overview.balance')}
        value={<Points points={balance} />}
        more={t('overview.held', { points: pointsText(held) })}
        link={
          <Anchor size="sm" renderRoot={(props) => <Link to="/balance" {...props} />}>
            {t('overview.toBalance')}
          </Anchor>
        }
      />
      <Figure
        name={t('overview.sent')}
        value={<Points points={sent.points} />}
        more={t('overview.sends', { count, number: number(count) })}
      />
      <Figure
        name={t('overview.delivery')}
        value={delivery.rate === null ? '–' : percent(delivery.rate)}
        more={t('overview.deliveredOf', {
          delivered: number(delivery.delivered),
          total: number(delivery.rewards),
        })}
      />
      <Figure
        name={t('overview.waiting')}
        value={number(waiting.rewards)}
        more={t('overview.held', { points: pointsText(waiting.points) })}
        link={
          waiting.rewards > 0 && (
            <Anchor
              size="sm"
              renderRoot={(props) => (
                <Link to="/recipients" search={{ status: 'invited' }} {...props} />
              )}
            >
              {t('overview.toInvited')}
            </Anchor>
          )
        }
      />
    </SimpleGrid>
  );
}

interface FigureProps {
  name: string;
  value: ReactNode;
  more: string;
  link?: ReactNode;
}

function Figure({ name, value, more, link }: FigureProps) {
  return (
    <Panel p="md">
      <Text size="sm" c="dimmed">
        {name}
      </Text>
      <Text fz={26} fw={650} lh={1.3} className="numbers">
        {value}
      </Text>
      <Text size="sm" c="dimmed">
        {more}
      </Text>
      {link}
    </Panel>
  );
}
