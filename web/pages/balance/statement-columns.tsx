import { Anchor, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Column } from '../../design/data-table';
import { Points } from '../../design/points';
import { When } from '../../design/when';
import { useFormat } from '../../texts/use-format';
import type { Statement } from './statement-page';

type Line = Statement['items'][number];

export function useStatementColumns(): Column<Line>[] {
  const { t } = useTranslation();
  const { number } = useFormat();
  return [
    { key: 'at', title: t('statementPage.at'), cell: ({ at }) => <When at={at} /> },
    {
      key: 'what',
      title: t('statementPage.what'),
      cell: ({ kind, entries }) => (
        <>
          <Text size="sm">{t(`statementPage.kinds.${kind}`)}</Text>
          {entries > 1 && (
            <Text size="sm" c="dimmed">
              {t('statementPage.rewards', { count: entries, number: number(entries) })}
            </Text>
          )}
        </>
      ),
    },
    { key: 'about', title: t('statementPage.about'), cell: (line) => <About line={line} /> },
    {
      key: 'points',
      title: t('statementPage.points'),
      isNumeric: true,
      cell: ({ points }) => (
        <Text size="sm" fw={550} {...(points > 0 && { c: 'var(--mantine-color-anchor)' })}>
          {points > 0 && '+'}
          <Points points={points} />
        </Text>
      ),
    },
    {
      key: 'balance',
      title: t('statementPage.balance'),
      isNumeric: true,
      cell: ({ balanceAfter }) => <Points points={balanceAfter} />,
    },
  ];
}

/** What the line came from: the narrowest first, as a reward and then its send. */
function About({ line }: { line: Line }) {
  return line.links.map((link) => {
    const to = addressOf(link, line);
    return (
      <Text key={link.id} size="sm" component="div">
        {to === undefined ? (
          link.label
        ) : (
          <Anchor inherit renderRoot={(props) => <Link to={to} {...props} />}>
            {link.label}
          </Anchor>
        )}
      </Text>
    );
  });
}

/** Undefined when no page of a company shows it. */
function addressOf({ type, id }: Line['links'][number], { links }: Line): string | undefined {
  const distribution = links.find((link) => link.type === 'distribution');
  switch (type) {
    case 'distribution':
      return `/distributions/${id}`;
    case 'recharge':
      return `/balance/recharges/${id}`;
    case 'ticket':
      return `/tickets/${id}`;
    case 'reward':
      return distribution && `/distributions/${distribution.id}/rewards/${id}`;
    case 'order':
      return undefined;
  }
}
