import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { queryClient } from '../../client/query-client';
import { trpc } from '../../client/trpc';
import { rootRoute } from '../../shell/admin-route';
import { withAllTexts } from '../../texts/languages';

/**
 * The pages of a recipient, who has no password: a session by a mailed link. Who is not signed in does
 * not come here (api/wallet-routes.ts), and one whose session ends is led there (client/session.ts).
 */
export const walletRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/wallet',
  component: lazyRouteComponent(() => withAllTexts(import('./wallet-shell')), 'WalletShell'),
  // A mistyped address leads back to the wallet, not to the admins' overview.
  notFoundComponent: lazyRouteComponent(
    () => withAllTexts(import('./nothing-here-page')),
    'NothingHerePage',
  ),
  beforeLoad: async () => {
    await queryClient.ensureQueryData(trpc.recipient.wallet.queryOptions());
  },
});
