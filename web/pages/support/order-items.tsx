import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../texts/use-format';
import type { SupportOrder } from './support-types';

/** `2 × Cotton T-shirt, M` */
export function OrderItems({ items }: { items: SupportOrder['items'] }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  return items.map(({ goodsId, name, variant, quantity }) => (
    <Text key={`${goodsId}/${variant ?? ''}`} size="sm">
      {variant === null
        ? t('supportOrder.item', { quantity: number(quantity), name })
        : t('supportOrder.itemVariant', { quantity: number(quantity), name, variant })}
    </Text>
  ));
}
