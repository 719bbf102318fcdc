import { ActionIcon, Group, NumberInput, Skeleton, Text } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { RefusalView } from '../../client/refusal';
import { trpc } from '../../client/trpc';
import { Panel } from '../../design/panel';
import { Points } from '../../design/points';
import classes from './cart-lines.module.css';
import { type CartLine, MOST_OF_ONE, useCart } from './use-cart';

/** The goods in the cart; what cannot be ordered any more says so in its line. */
export function CartLines({ issues = [] }: { issues: RefusalView['issues'] }) {
  const { t } = useTranslation();
  const { lines } = useCart();
  return (
    <Panel>
      <ul className={classes.lines} aria-label={t('wallet.cart')}>
        {lines.map((line, index) => (
          <Line
            key={`${line.goodsId}/${line.variant ?? ''}`}
            line={line}
            index={index}
            problem={issues.find(({ path }) => path.startsWith(`items.${index}.`))?.message}
          />
        ))}
      </ul>
    </Panel>
  );
}

interface LineProps {
  line: CartLine;
  index: number;
  problem: string | undefined;
}

function Line({ line, index, problem }: LineProps) {
  const { t } = useTranslation();
  const cart = useCart();
  const { data: offered } = useQuery(trpc.recipientOrders.goods.queryOptions());
  const goods = offered?.find(({ id }) => id === line.goodsId);
  const name = goods?.name ?? t('cart.notOffered');
  return (
    <li className={classes.line}>
      <div className={classes.name}>
        {offered === undefined ? (
          <Skeleton height={18} width={160} />
        ) : (
          <Text fw={550}>{name}</Text>
        )}
        {line.variant !== null && (
          <Text size="sm" c="dimmed">
            {line.variant}
          </Text>
        )}
        {problem !== undefined && (
          <Text size="sm" c="var(--mantine-color-error)">
            {problem}
          </Text>
        )}
      </div>
      <Group gap="sm" wrap="nowrap">
        <NumberInput
          w={76}
          size="sm"
          aria-label={t('cart.quantityOf', { name })}
          min={1}
          max={MOST_OF_ONE}
          allowDecimal={false}
          allowNegative={false}
          clampBehavior="strict"
          value={line.quantity}
          onChange={(quantity) =>
            Number(quantity) >= 1 && cart.setQuantity(index, Number(quantity))
          }
        />
        <Text className={classes.price} fw={550}>
          {goods !== undefined && <Points points={goods.pricePoints * line.quantity} />}
        </Text>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t('cart.remove', { name })}
          onClick={() => cart.remove(index)}
        >
          <IconTrash size={18} aria-hidden />
        </ActionIcon>
      </Group>
    </li>
  );
}
