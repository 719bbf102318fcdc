import { Button, Flex, Group, Menu, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { IconDownload, IconListDetails } from '@tabler/icons-react';
import { useMediaQuery } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Outputs, trpc } from '../../client/trpc';
import { DataTable } from '../../design/data-table';
import { EmptyState } from '../../design/empty-state';
import { PageHeader } from '../../design/page-header';
import { Panel } from '../../design/panel';
import { Points } from '../../design/points';
import { useCursorPages } from '../../design/use-cursor-pages';
import { useNow } from '../../design/use-now';
import { useFormat } from '../../texts/use-format';
import { useStatementColumns } from './statement-columns';
import { daysOf, type StatementPeriod, statementPeriods } from './statement-search';

const route = getRouteApi('/admin/balance/statement');

export type Statement = Outputs['statement']['get'];

/** Every change of the balance in a period, each leading to what it came from. */
export function StatementPage() {
  const { t } = useTranslation();
  const { isoDay } = useFormat();
  const now = useNow();
  const days = daysOf(route.useSearch(), isoDay(new Date(now)));
  const { cursor, pagingOf } = useCursorPages(days);
  const statement = useQuery(
    trpc.statement.get.queryOptions(
      { ...days, limit: PAGE_SIZE, ...(cursor !== undefined && { cursor }) },
      { placeholderData: keepPreviousData },
    ),
  );
  const { data } = statement;
  return (
    <>
      <PageHeader
        title={t('statementPage.title')}
        intro={data && t('statementPage.zone', { zone: data.timeZone })}
        actions={<Exports days={days} />}
      />
      <Stack gap="lg">
        <Periods days={days} />
        {data && <Ends statement={data} />}
        <DataTable
          caption={t('statementPage.caption')}
          columns={useStatementColumns()}
          rows={data?.items}
          rowKey={({ firstVersion }) => String(firstVersion)}
          query={statement}
          paging={pagingOf(data)}
          order="oldest"
          empty={
            <EmptyState
              icon={<IconListDetails />}
              title={t('statementPage.emptyTitle')}
              text={t('statementPage.emptyText')}
            />
          }
        />
      </Stack>
    </>
  );
}

const PAGE_SIZE = 50;

interface Days {
  from: string;
  to: string;
}

function Periods({ days }: { days: Days }) {
  const { t } = useTranslation();
  const { period = 'this_month' } = route.useSearch();
  const navigate = route.useNavigate();
  const isNarrow = useMediaQuery(NARROW, undefined, { getInitialValueInEffect: false });
  const choose = (chosen: StatementPeriod) =>
    void navigate({
      search: chosen === 'custom' ? { period: chosen, ...days } : { period: chosen },
      replace: true,
    });
  return (
    <Stack gap="sm" align="flex-start">
      <SegmentedControl
        aria-label={t('statementPage.period')}
        orientation={isNarrow ? 'vertical' : 'horizontal'}
        data={statementPeriods.map((value) => ({
          value,
          label: t(`statementPage.periods.${value}`),
        }))}
        value={period}
        onChange={choose}
      />
      {period === 'custom' && <OwnPeriod key={`${days.from}/${days.to}`} days={days} />}
    </Stack>
  );
}

/** Four names beside each other need more than a phone has. */
const NARROW = '(max-width: 36em)';

function OwnPeriod({ days }: { days: Days }) {
  const { t } = useTranslation();
  const navigate = route.useNavigate();
  const [typed, setTyped] = useState(days);
  const isBackwards = typed.from > typed.to;
  const isWhole = typed.from !== '' && typed.to !== '';
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (isWhole && !isBackwards) void navigate({ search: { period: 'custom', ...typed } });
      }}
    >
      <Group align="flex-start" gap="sm">
        <TextInput
          type="date"
          label={t('statementPage.from')}
          value={typed.from}
          onChange={({ currentTarget: { value } }) => setTyped((now) => ({ ...now, from: value }))}
        />
        <TextInput
          type="date"
          label={t('statementPage.to')}
          value={typed.to}
          error={isWhole && isBackwards && t('statementPage.backwards')}
          onChange={({ currentTarget: { value } }) => setTyped((now) => ({ ...now, to: value }))}
        />
        <Button type="submit" variant="default" mt={24} disabled={!isWhole || isBackwards}>
          {t('statementPage.show')}
        </Button>
      </Group>
    </form>
  );
}

/** What it was before the first day, and after the last. */
function Ends({ statement }: { statement: Statement }) {
  const { t } = useTranslation();
  const { day } = useFormat();
  const { opening, closing, from, to } = statement;
  const ends = [
    [t('statementPage.opening'), from, opening],
    [t('statementPage.closing'), to, closing],
  ] as const;
  return (
    <Panel p="lg">
      <Flex wrap="wrap" columnGap={64} rowGap="md">
        {ends.map(([name, at, { balance, held }]) => (
          <Stack key={name} component="section" gap={2} aria-label={name}>
            <Text size="sm" c="dimmed">
              {`${name}, ${day(`${at}T12:00:00Z`)}`}
            </Text>
            <Text fz="xl" fw={650}>
              <Points points={balance} unit />
            </Text>
            <Text size="sm" c="dimmed">
              {t('statementPage.held')} <Points points={held} />
            </Text>
          </Stack>
        ))}
      </Flex>
    </Panel>
  );
}

function Exports({ days }: { days: Days }) {
  const { t } = useTranslation();
  const query = new URLSearchParams({ ...days }).toString();
  return (
    <Menu position="bottom-end" shadow="md">
      <Menu.Target>
        <Button variant="default" leftSection={<IconDownload size={16} aria-hidden />}>
          {t('statementPage.export')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {formats.map((format) => (
          <Menu.Item
            key={format}
            component="a"
            href={`/api/v1/statement.${format}?${query}`}
            download
          >
            {t(`statementPage.formats.${format}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

const formats = ['pdf', 'xlsx', 'csv'] as const;
