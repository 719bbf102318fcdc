import { Group, Select } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { SearchField } from '../../design/search-field';
import { rewardStatuses } from '../../../domain/states';
import { useFormat } from '../../texts/use-format';
import type { Distribution } from './distribution-page';
import { readRewardsSearch } from './rewards-search';

const route = getRouteApi('/admin/distributions/$id');

/** Narrows the rewards of a send to a state that there is, or to a name or address. */
export function RewardsFilters({ counts }: Pick<Distribution, 'counts'>) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const filter = route.useSearch();
  const navigate = route.useNavigate();
  const set = (change: Record<string, string | null>) =>
    void navigate({
      search: readRewardsSearch({ ...filter, ...change }),
      replace: true,
      resetScroll: false,
    });
  const present = rewardStatuses.filter(
    (status) => (counts[status] ?? 0) > 0 || status === filter.status,
  );
  return (
    <Group align="flex-end" px="lg" pb="md">
      <SearchField
        flex={2}
        miw={200}
        label={t('rewards.search')}
        value={filter.q ?? ''}
        onSearch={(q) => set({ q })}
      />
      <Select
        flex={1}
        miw={200}
        label={t('rewards.filterStatus')}
        placeholder={t('rewards.allStates')}
        clearable
        clearButtonProps={{ 'aria-label': t('rewards.clear') }}
        data={present.map((value) => ({
          value,
          label: `${t(`rewardStatus.${value}`)} (${number(counts[value] ?? 0)})`,
        }))}
        value={filter.status ?? null}
        onChange={(status) => set({ status })}
      />
    </Group>
  );
}
