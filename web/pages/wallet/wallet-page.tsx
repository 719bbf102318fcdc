import { Anchor, Box, Button, Group, Stack, Text, Title } from '@mantine/core';
import { IconGift, IconShoppingBag } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { type Outputs, trpc } from '../../client/trpc';
import { EmptyState } from '../../design/empty-state';
import { FormError } from '../../design/form-error';
import { PageHeader } from '../../design/page-header';
import { Panel } from '../../design/panel';
import { Points } from '../../design/points';
import { When } from '../../design/when';
import { OrderStatusBadge } from './order-status-badge';
import { ShowGoodsButton } from './show-goods-button';
import { useWallet, type Wallet } from './use-wallet';
import classes from './wallet-page.module.css';

/** What somebody has, what for, and what came of it. */
export function WalletPage() {
  const { t } = useTranslation();
  const { recipientName, rewards, companyName } = useWallet();
  return (
    <>
      <PageHeader
        title={t('wallet.title')}
        intro={<span dir="auto">{recipientName}</span>}
        actions={<ShowGoodsButton />}
      />
      <Stack gap="xl">
        <section>
          <Title order={2} mb="md">
            {t('wallet.rewards')}
          </Title>
          {rewards.length === 0 ? (
            <Panel>
              <EmptyState
                icon={<IconGift />}
                title={t('wallet.emptyTitle')}
                text={t('wallet.emptyText', { company: companyName })}
              />
            </Panel>
          ) : (
            <Rewards rewards={rewards} />
          )}
        </section>
        <Orders />
      </Stack>
    </>
  );
}

function Rewards({ rewards }: { rewards: Wallet['rewards'] }) {
  const { t } = useTranslation();
  return (
    <Panel>
      <ul className={classes.list}>
        {rewards.map((reward) => (
          <li key={`${reward.receivedAt}/${reward.points}/${reward.citation ?? ''}`}>
            <Group justify="space-between" gap="xs" wrap="nowrap" align="baseline">
              <Text size="sm" c="dimmed">
                {t('wallet.from')} <span dir="auto">{reward.companyName}</span>,{' '}
                <When at={reward.receivedAt} day />
              </Text>
              <Text fw={650} ta="end">
                <Points points={reward.points} unit />
              </Text>
            </Group>
            {reward.citation !== null && (
              // Every line takes the direction of its own script.
              <blockquote className={classes.citation} dir="auto">
                {reward.citation}
              </blockquote>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Orders() {
  const { t } = useTranslation();
  const list = useInfiniteQuery(
    trpc.recipientOrders.list.infiniteQueryOptions(
      { limit: PAGE_SIZE },
      {
        getNextPageParam: ({ nextCursor }) => nextCursor,
        refetchInterval: LOOK_AGAIN_MILLISECONDS,
      },
    ),
  );
  const orders = list.data?.pages.flatMap(({ items }) => items);
  return (
    <section aria-busy={list.isPending}>
      <Title order={2} mb="md">
        {t('wallet.orders')}
      </Title>
      <FormError error={list.error} onRetry={() => void list.refetch()} />
      {orders?.length === 0 && (
        <Panel>
          <EmptyState
            icon={<IconShoppingBag />}
            title={t('wallet.noOrdersTitle')}
            text={t('wallet.noOrdersText')}
            action={<ShowGoodsButton />}
          />
        </Panel>
      )}
      {orders !== undefined && orders.length > 0 && (
        <Panel>
          <ul className={classes.list}>
            {orders.map((order) => (
              <OrderLine key={order.id} order={order} />
            ))}
          </ul>
        </Panel>
      )}
      {list.hasNextPage && (
        <Button
          mt="md"
          variant="default"
          loading={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage()}
        >
          {t('wallet.moreOrders')}
        </Button>
      )}
    </section>
  );
}

const PAGE_SIZE = 10;
const LOOK_AGAIN_MILLISECONDS = 30_000;

function OrderLine({ order }: { order: Outputs['recipientOrders']['list']['items'][number] }) {
  const { id, number, items, status, placedAt, points } = order;
  return (
    <li>
      <Group justify="space-between" gap="xs" align="baseline">
        <Box miw={0}>
          <Anchor
            fw={550}
            renderRoot={(props) => <Link to="/wallet/orders/$id" params={{ id }} {...props} />}
          >
            {number}
          </Anchor>
          <Text size="sm">{items.map(({ name }) => name).join(', ')}</Text>
          <Text size="sm" c="dimmed">
            <When at={placedAt} day />
          </Text>
        </Box>
        <Group gap="md">
          <OrderStatusBadge status={status} />
          <Text fw={650}>
            <Points points={points} unit />
          </Text>
        </Group>
      </Group>
    </li>
  );
}
