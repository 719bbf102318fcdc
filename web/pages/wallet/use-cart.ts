import { newKey } from '../../client/new-key';
import { useKeptOnDevice } from './kept-on-device';
import { useWallet } from './use-wallet';

export interface CartLine {
  goodsId: string;
  variant: string | null;
  quantity: number;
}

interface Cart {
  /** Drawn once for a cart, so that ordering it twice is one order. */
  key: string;
  lines: CartLine[];
}

/** As contracts/orders.ts says. */
export const MOST_OF_ONE = 100;

/** What the recipient wants to order, kept in this browser. */
export function useCart() {
  const { recipientId } = useWallet();
  const [kept, keep] = useKeptOnDevice<Cart>(recipientId, 'cart-1');
  const lines = kept?.lines ?? [];
  const change = (next: CartLine[]) =>
    keep(next.length === 0 ? undefined : { key: kept?.key ?? newKey(), lines: next });
  return {
    /** Undefined while the cart is empty. */
    key: kept?.key,
    lines,
    count: lines.reduce((sum, { quantity }) => sum + quantity, 0),
    add: (goodsId: string, variant: string | null) => {
      const index = lines.findIndex((line) => line.goodsId === goodsId && line.variant === variant);
      if (index === -1) change([...lines, { goodsId, variant, quantity: 1 }]);
      else change(lines.map((line, at) => (at === index ? more(line) : line)));
    },
    setQuantity: (index: number, quantity: number) =>
      change(lines.map((line, at) => (at === index ? { ...line, quantity } : line))),
    remove: (index: number) => change(lines.filter((_, at) => at !== index)),
    clear: () => keep(undefined),
  };
}

function more(line: CartLine): CartLine {
  return { ...line, quantity: Math.min(line.quantity + 1, MOST_OF_ONE) };
}
