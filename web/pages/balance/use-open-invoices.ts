import { useQuery } from '@tanstack/react-query';
import { type Outputs, trpc } from '../../client/trpc';

/** The recharges whose payment is awaited: with them comes what a send may lack, without another. */
export function useOpenInvoices(): OpenInvoices | undefined {
  const { data } = useQuery(
    trpc.recharges.list.queryOptions(
      { status: 'awaiting_payment', limit: MOST_OPEN },
      { refetchInterval: LOOK_AGAIN_MILLISECONDS },
    ),
  );
  if (data === undefined) return undefined;
  return {
    newest: data.items[0],
    points: data.items.reduce((sum, { points }) => sum + points, 0),
  };
}

interface OpenInvoices {
  newest: Outputs['recharges']['list']['items'][number] | undefined;
  /** Of all of them. */
  points: number;
}

/** The most that one answer holds. */
const MOST_OPEN = 200;
/** They are paid and cancelled while one looks. */
const LOOK_AGAIN_MILLISECONDS = 15_000;
