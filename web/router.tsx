import { createRouter } from '@tanstack/react-router';
import { overviewRoutes } from './pages/overview/overview-routes';
import { sendRoutes } from './pages/send/send-routes';
import { distributionsRoutes } from './pages/distributions/distributions-routes';
import { recipientsRoutes } from './pages/recipients/recipients-routes';
import { campaignsRoutes } from './pages/campaigns/campaigns-routes';
import { balanceRoutes } from './pages/balance/balance-routes';
import { ticketsRoutes } from './pages/tickets/tickets-routes';
import { settingsRoutes } from './pages/settings/settings-routes';
import { supportRoutes } from './pages/support/support-routes';
import { financeRoutes } from './pages/finance/finance-routes';
import { goodsRoutes } from './pages/goods/goods-routes';
import { signInRoutes } from './pages/sign-in/sign-in-routes';
import { walletRoutes } from './pages/wallet/wallet-routes';
import { adminRoute, rootRoute } from './shell/admin-route';
import { ErrorPage } from './shell/error-page';
import { NotFoundPage } from './shell/not-found-page';
import { PageLoading } from './shell/page-loading';

/** Every page, each in a part of its own that is loaded when one goes (or is about to go) there. */
export const router = createRouter({
  routeTree: rootRoute.addChildren([
    ...signInRoutes,
    ...walletRoutes,
    adminRoute.addChildren([
      ...overviewRoutes,
      ...sendRoutes,
      ...distributionsRoutes,
      ...recipientsRoutes,
      ...campaignsRoutes,
      ...balanceRoutes,
      ...ticketsRoutes,
      ...settingsRoutes,
      ...supportRoutes,
      ...financeRoutes,
      ...goodsRoutes,
    ]),
  ]),
  defaultPreload: 'intent',
  // TanStack Query decides what is fresh.
  defaultPreloadStaleTime: 0,
  defaultPendingComponent: PageLoading,
  defaultErrorComponent: ErrorPage,
  defaultNotFoundComponent: NotFoundPage,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
