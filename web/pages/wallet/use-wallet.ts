import { useSuspenseQuery } from '@tanstack/react-query';
import { type Outputs, trpc } from '../../client/trpc';

export type Wallet = Outputs['recipient']['wallet'];

/** Of who is signed in; loaded before any page of the wallet is shown. */
export function useWallet(): Wallet {
  return useSuspenseQuery(trpc.recipient.wallet.queryOptions()).data;
}
