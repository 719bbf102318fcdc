import { Button, Collapse, Group, Select, SimpleGrid, Switch } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconAdjustmentsHorizontal } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { trpc } from '../../client/trpc';
import { SearchField } from '../../design/search-field';
import { distributionStatuses } from '../../../domain/states';
import { DayInput } from '../../design/day-input';
import {
  distributionMethods,
  type DistributionsSearch,
  readDistributionsSearch,
} from './distributions-search';

const route = getRouteApi('/admin/distributions');

/** What narrows the list: the two that are used most in sight, the others behind a button. */
export function DistributionsFilters() {
  const { t } = useTranslation();
  const filter = route.useSearch();
  const set = useSetFilter();
  const { method, campaign, failed, from, to } = filter;
  const more = [method, campaign, failed, from, to].filter(Boolean).length;
  const [isOpen, { toggle }] = useDisclosure(more > 0);
  const moreId = useId();
  return (
    <>
      <Group mb="sm" align="flex-end">
        <SearchField
          flex={2}
          miw={220}
          label={t('distributions.search')}
          placeholder={t('distributions.searchHint')}
          value={filter.q ?? ''}
          onSearch={(q) => set({ q })}
        />
        <Select
          flex={1}
          miw={180}
          label={t('distributions.filterStatus')}
          placeholder={t('distributions.allStates')}
          clearable
          clearButtonProps={{ 'aria-label': t('distributions.clearFilter') }}
          data={distributionStatuses.map((value) => ({
            value,
            label: t(`distributionStatus.${value}`),
          }))}
          value={filter.status ?? null}
          onChange={(status) => set({ status })}
        />
        <Button
          variant="default"
          leftSection={<IconAdjustmentsHorizontal size={16} aria-hidden />}
          aria-expanded={isOpen}
          aria-controls={moreId}
          onClick={toggle}
        >
          {more === 0 ? t('distributions.more') : t('distributions.moreSet', { count: more })}
        </Button>
      </Group>
      <Collapse expanded={isOpen} id={moreId}>
        <MoreFilters filter={filter} set={set} />
      </Collapse>
    </>
  );
}

function useSetFilter(): (change: Record<string, string | boolean | null>) => void {
  const filter = route.useSearch();
  const navigate = route.useNavigate();
  return (change) => {
    const search = readDistributionsSearch({ ...filter, ...change });
    void navigate({ search, replace: true, resetScroll: false });
  };
}

interface MoreFiltersProps {
  filter: DistributionsSearch;
  set: ReturnType<typeof useSetFilter>;
}

function MoreFilters({ filter, set }: MoreFiltersProps) {
  const { t } = useTranslation();
  const campaigns = useQuery(trpc.campaigns.list.queryOptions({ limit: 500 }));
  const clearButtonProps = { 'aria-label': t('distributions.clearFilter') };
  return (
    <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }} mb="md">
      <Select
        label={t('distributions.filterMethod')}
        placeholder={t('distributions.allMethods')}
        clearable
        clearButtonProps={clearButtonProps}
        data={distributionMethods.map((value) => ({ value, label: t(`method.${value}`) }))}
        value={filter.method ?? null}
        onChange={(method) => set({ method })}
      />
      <Select
        label={t('distributions.campaign')}
        placeholder={t('distributions.allCampaigns')}
        clearable
        searchable
        clearButtonProps={clearButtonProps}
        data={(campaigns.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        value={filter.campaign ?? null}
        onChange={(campaign) => set({ campaign })}
      />
      <DayInput
        label={t('distributions.from')}
        clearable
        clearButtonProps={clearButtonProps}
        value={filter.from ?? null}
        onChange={(from) => set({ from })}
        {...(filter.to !== undefined && { maxDate: filter.to })}
      />
      <DayInput
        label={t('distributions.to')}
        clearable
        clearButtonProps={clearButtonProps}
        value={filter.to ?? null}
        onChange={(to) => set({ to })}
        {...(filter.from !== undefined && { minDate: filter.from })}
      />
      <Switch
        label={t('distributions.filterFailed')}
        checked={filter.failed === true}
        onChange={({ currentTarget }) => set({ failed: currentTarget.checked })}
      />
    </SimpleGrid>
  );
}
