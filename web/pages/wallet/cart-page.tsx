import { Alert, Anchor, Button, Group, Stack, Text, Title } from '@mantine/core';
import { IconShoppingCart } from '@tabler/icons-react';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useRouter } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { toRefusalView } from '../../client/refusal';
import { type Outputs, trpc } from '../../client/trpc';
import { EmptyState } from '../../design/empty-state';
import { Fact, Facts } from '../../design/facts';
import { FormError } from '../../design/form-error';
import { PageHeader } from '../../design/page-header';
import { Panel } from '../../design/panel';
import { Points, usePointsText } from '../../design/points';
import { isLocale } from '../../texts/format';
import {
  AddressFields,
  besidesAddress,
  showAddressIssues,
  toAddressInput,
  type TypedAddress,
  useAddressForm,
} from './address-fields';
import { CartLines } from './cart-lines';
import { useKeptOnDevice } from './kept-on-device';
import { ShowGoodsButton } from './show-goods-button';
import { useCart } from './use-cart';
import { useWallet } from './use-wallet';

type Quote = Outputs['recipientOrders']['quote'];

/** What is to be ordered, what it costs now, and where it goes. */
export function CartPage() {
  const { t } = useTranslation();
  const { lines, key } = useCart();
  const quote = useQuery(
    trpc.recipientOrders.quote.queryOptions(
      { items: lines },
      { enabled: lines.length > 0, placeholderData: keepPreviousData, staleTime: 0 },
    ),
  );
  const isRefused = quote.error !== null;
  return (
    <>
      <PageHeader title={t('wallet.cart')} />
      {key === undefined ? (
        <Panel>
          <EmptyState
            icon={<IconShoppingCart />}
            title={t('cart.emptyTitle')}
            text={t('cart.emptyText')}
            action={<ShowGoodsButton />}
          />
        </Panel>
      ) : (
        <Stack gap="lg">
          <CartLines issues={isRefused ? toRefusalView(quote.error).issues : undefined} />
          {isRefused && <FormError error={quote.error} onRetry={() => void quote.refetch()} />}
          {quote.data && !isRefused && (
            <>
              <Sums quote={quote.data} />
              {quote.data.shortfallPoints === 0 && (
                <OrderForm cartKey={key} quote={quote.data} isStale={quote.isPlaceholderData} />
              )}
            </>
          )}
        </Stack>
      )}
    </>
  );
}

function Sums({ quote }: { quote: Quote }) {
  const { t } = useTranslation();
  const pointsText = usePointsText();
  const { points, balancePoints, shortfallPoints } = quote;
  return (
    <Panel p="lg">
      <Facts>
        <Fact name={t('cart.total')}>
          <Text fw={650} component="span">
            <Points points={points} unit />
          </Text>
        </Fact>
        <Fact name={t('cart.balance')}>
          <Points points={balancePoints} unit />
        </Fact>
        {shortfallPoints === 0 && (
          <Fact name={t('cart.after')}>
            <Points points={balancePoints - points} unit />
          </Fact>
        )}
      </Facts>
      {shortfallPoints > 0 && (
        <Alert mt="md" color="yellow" role="alert" title={t('cart.shortTitle')}>
          {t('cart.short', { points: pointsText(shortfallPoints) })}
        </Alert>
      )}
    </Panel>
  );
}

interface OrderFormProps {
  cartKey: string;
  quote: Quote;
  /** While the price of what was changed is on its way. */
  isStale: boolean;
}

function OrderForm({ cartKey, quote, isStale }: OrderFormProps) {
  const { t } = useTranslation();
  const pointsText = usePointsText();
  const client = useQueryClient();
  const router = useRouter();
  const cart = useCart();
  const { recipientId, recipientName } = useWallet();
  const [typed, keepTyped] = useKeptOnDevice<TypedAddress>(recipientId, 'address-1');
  const form = useAddressForm(typed ?? { name: recipientName, country: countryHere() }, keepTyped);
  const place = useMutation(
    trpc.recipientOrders.place.mutationOptions({
      onSuccess: async (order) => {
        const { id } = order;
        client.setQueryData(trpc.recipientOrders.get.queryKey({ id }), order);
        void client.invalidateQueries(trpc.recipient.pathFilter());
        void client.invalidateQueries(trpc.recipientOrders.list.pathFilter());
        await router.navigate({ to: '/wallet/orders/$id', params: { id } });
        cart.clear();
      },
      onError: (error) => {
        showAddressIssues(form, error);
        // A price or the points may have changed: what is shown is what counts now.
        void client.invalidateQueries(trpc.recipientOrders.quote.pathFilter());
        void client.invalidateQueries(trpc.recipient.pathFilter());
      },
    }),
  );
  return (
    <Panel p="lg">
      <form
        noValidate
        onSubmit={form.onSubmit((address) =>
          place.mutate({
            idempotencyKey: cartKey,
            items: cart.lines,
            expectedPoints: quote.points,
            address: toAddressInput(address),
          }),
        )}
      >
        <Stack>
          <div>
            <Title order={2}>{t('cart.address')}</Title>
            <Text size="sm" c="dimmed">
              {t('cart.addressIntro')}
            </Text>
          </div>
          <AddressFields form={form} />
          <FormError error={besidesAddress(place.error)} />
          <OrderedBefore error={place.error} onClear={cart.clear} />
          <Group justify="space-between">
            <Text size="sm" c="dimmed" flex={1} miw={200}>
              {t('cart.note')}
            </Text>
            <Button type="submit" size="md" loading={place.isPending} disabled={isStale}>
              {t('cart.order', { points: pointsText(quote.points) })}
            </Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  );
}

/**
 * The first try arrived though its answer did not, and the cart was changed since: it is not ordered
 * a second time unseen.
 */
function OrderedBefore({ error, onClear }: { error: unknown; onClear: () => void }) {
  const { t } = useTranslation();
  if (error === null || toRefusalView(error).code !== 'idempotency_key_reused') return null;
  return (
    <Group gap="md">
      <Anchor renderRoot={(props) => <Link to="/wallet" {...props} />}>
        {t('cart.seeOrders')}
      </Anchor>
      <Button variant="default" size="xs" onClick={onClear}>
        {t('cart.clear')}
      </Button>
    </Group>
  );
}

/** Of the browser's settings (`en-IN`): a guess, which stands in the field to be seen. */
function countryHere(): string {
  const locale = navigator.languages.find(isLocale);
  return (locale === undefined ? undefined : new Intl.Locale(locale).region) ?? '';
}
