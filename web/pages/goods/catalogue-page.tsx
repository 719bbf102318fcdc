import { Anchor, Avatar, Button, Group, Text } from '@mantine/core';
import { IconPhoto, IconPlus, IconShoppingBag } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { imageUrl } from '../../../contracts/campaigns';
import { type Outputs, trpc } from '../../client/trpc';
import { type Column, DataTable } from '../../design/data-table';
import { EmptyState } from '../../design/empty-state';
import { PageHeader } from '../../design/page-header';
import { Points } from '../../design/points';
import { StatusBadge } from '../../design/status-badge';
import { useCursorPages } from '../../design/use-cursor-pages';
import { When } from '../../design/when';

/** All goods, also those that are not offered. */
export function CataloguePage() {
  const { t } = useTranslation();
  const { cursor, pagingOf } = useCursorPages('catalogue');
  const list = useQuery(
    trpc.catalogue.list.queryOptions(
      { limit: PAGE_SIZE, ...(cursor !== undefined && { cursor }) },
      { placeholderData: keepPreviousData },
    ),
  );
  return (
    <>
      <PageHeader
        title={t('goodsList.title')}
        intro={t('goodsList.intro')}
        actions={<NewButton />}
      />
      <DataTable
        caption={t('goodsList.caption')}
        columns={useColumns()}
        rows={list.data?.items}
        rowKey={({ id }) => id}
        query={list}
        paging={pagingOf(list.data)}
        empty={
          <EmptyState
            icon={<IconShoppingBag />}
            title={t('goodsList.emptyTitle')}
            text={t('goodsList.emptyText')}
            action={<NewButton />}
          />
        }
      />
    </>
  );
}

const PAGE_SIZE = 25;

type Row = Outputs['catalogue']['list']['items'][number];

function useColumns(): Column<Row>[] {
  const { t } = useTranslation();
  return [
    {
      key: 'name',
      title: t('goodsList.name'),
      cell: ({ id, name, imageId }) => (
        <Group gap="sm" wrap="nowrap">
          <Avatar
            src={imageId === null ? null : imageUrl('', imageId)}
            alt=""
            radius="sm"
            color="teal"
          >
            <IconPhoto size={18} aria-hidden />
          </Avatar>
          <Anchor
            fw={550}
            fz="sm"
            renderRoot={(props) => <Link to="/catalogue/$id" params={{ id }} {...props} />}
          >
            {name}
          </Anchor>
        </Group>
      ),
    },
    {
      key: 'price',
      title: t('goodsList.price'),
      isNumeric: true,
      cell: ({ pricePoints }) => <Points points={pricePoints} />,
    },
    {
      key: 'variants',
      title: t('goodsList.variants'),
      cell: ({ variants }) => (
        <Text size="sm" lineClamp={1} {...(variants.length === 0 && { c: 'dimmed' })}>
          {variants.length === 0 ? t('goodsList.none') : variants.join(', ')}
        </Text>
      ),
    },
    {
      key: 'state',
      title: t('goodsList.state'),
      cell: ({ isAvailable }) => (
        <StatusBadge tone={isAvailable ? 'good' : 'quiet'}>
          {t(isAvailable ? 'goodsList.offered' : 'goodsList.hidden')}
        </StatusBadge>
      ),
    },
    {
      key: 'changed',
      title: t('goodsList.changed'),
      cell: ({ updatedAt }) => <When at={updatedAt} day />,
    },
  ];
}

function NewButton() {
  const { t } = useTranslation();
  return (
    <Button
      leftSection={<IconPlus size={16} aria-hidden />}
      renderRoot={(props) => <Link to="/catalogue/new" {...props} />}
    >
      {t('goodsList.new')}
    </Button>
  );
}
