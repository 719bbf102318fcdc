import {
  Button,
  Center,
  Group,
  Image,
  Select,
  SimpleGrid,
  Skeleton,
  Stack,
  Text,
  Title,
} from '@mantine/core';
import { IconGift, IconShoppingBag, IconShoppingCartPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Outputs, trpc } from '../../client/trpc';
import { EmptyState } from '../../design/empty-state';
import { FormError } from '../../design/form-error';
import { PageHeader } from '../../design/page-header';
import { Panel } from '../../design/panel';
import { Points, usePointsText } from '../../design/points';
import { useToast } from '../../design/use-toast';
import classes from './catalogue-page.module.css';
import { useCart } from './use-cart';
import { useWallet } from './use-wallet';

type Goods = Outputs['recipientOrders']['goods'][number];

/** What points can be spent on. */
export function CataloguePage() {
  const { t } = useTranslation();
  const { count } = useCart();
  const goods = useQuery(trpc.recipientOrders.goods.queryOptions());
  return (
    <>
      <PageHeader
        title={t('wallet.catalogue')}
        intro={t('catalogue.intro')}
        actions={
          count > 0 && (
            <Button renderRoot={(props) => <Link to="/wallet/cart" {...props} />}>
              {t('catalogue.toCart')}
            </Button>
          )
        }
      />
      <FormError error={goods.error} onRetry={() => void goods.refetch()} />
      {goods.data?.length === 0 && (
        <Panel>
          <EmptyState
            icon={<IconShoppingBag />}
            title={t('catalogue.emptyTitle')}
            text={t('catalogue.emptyText')}
          />
        </Panel>
      )}
      <SimpleGrid
        cols={{ base: 1, xs: 2, md: 3 }}
        spacing="lg"
        aria-busy={goods.isPending}
        component="ul"
        className={classes.goods}
      >
        {goods.data?.map((one) => (
          <Item key={one.id} goods={one} />
        ))}
        {goods.isPending &&
          Array.from({ length: LOADING_ITEMS }, (_, index) => (
            <li key={index} aria-hidden>
              <Skeleton height={280} radius="lg" />
            </li>
          ))}
      </SimpleGrid>
    </>
  );
}

const LOADING_ITEMS = 6;

function Item({ goods }: { goods: Goods }) {
  const { t } = useTranslation();
  const toast = useToast();
  const cart = useCart();
  const pointsText = usePointsText();
  const { balancePoints } = useWallet();
  const [variant, setVariant] = useState<string | null>(null);
  const [isMissing, setIsMissing] = useState(false);
  const { id, name, description, pricePoints, variants, imageUrl } = goods;
  const lacks = pricePoints - balancePoints;
  const add = () => {
    if (variants.length > 0 && variant === null) return setIsMissing(true);
    cart.add(id, variant);
    toast(t('catalogue.added', { name }));
  };
  return (
    <li className={classes.place}>
      <Panel p="md" className={classes.item}>
        {imageUrl === null ? (
          <Center className={classes.picture} aria-hidden>
            <IconGift size={40} stroke={1.25} />
          </Center>
        ) : (
          <Image className={classes.picture} src={imageUrl} alt="" fit="contain" loading="lazy" />
        )}
        <Stack gap={4} flex={1} mt="sm">
          <Title order={2} fz="md">
            {name}
          </Title>
          <Text size="sm" c="dimmed" className={classes.description}>
            {description}
          </Text>
        </Stack>
        {variants.length > 0 && (
          <Select
            mt="sm"
            label={t('catalogue.variant')}
            placeholder={t('catalogue.choose')}
            data={variants}
            value={variant}
            error={isMissing && t('catalogue.variantMissing')}
            onChange={(chosen) => {
              setVariant(chosen);
              setIsMissing(false);
            }}
          />
        )}
        <Group justify="space-between" mt="md" gap="xs">
          <div>
            <Text fw={650}>
              <Points points={pricePoints} unit />
            </Text>
            {lacks > 0 && (
              <Text size="xs" c="dimmed">
                {t('catalogue.lacks', { points: pointsText(lacks) })}
              </Text>
            )}
          </div>
          <Button
            variant="light"
            leftSection={<IconShoppingCartPlus size={16} aria-hidden />}
            aria-label={t('catalogue.addNamed', { name })}
            onClick={add}
          >
            {t('catalogue.add')}
          </Button>
        </Group>
      </Panel>
    </li>
  );
}
