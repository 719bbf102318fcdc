import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../../shell/admin-route';
import { withAllTexts } from '../../texts/languages';
import { walletRoute } from './wallet-route';

const getParentRoute = () => walletRoute;

const wallet = createRoute({
  getParentRoute,
  path: '/',
  component: lazyRouteComponent(() => import('./wallet-page'), 'WalletPage'),
});

const catalogue = createRoute({
  getParentRoute,
  path: '/catalogue',
  component: lazyRouteComponent(() => import('./catalogue-page'), 'CataloguePage'),
});

const cart = createRoute({
  getParentRoute,
  path: '/cart',
  component: lazyRouteComponent(() => import('./cart-page'), 'CartPage'),
});

const order = createRoute({
  getParentRoute,
  path: '/orders/$id',
  component: lazyRouteComponent(() => import('./order-page'), 'OrderPage'),
});

/** By the link in a mail about a failed attempt; nobody has to sign in for it. */
const orderAddress = createRoute({
  getParentRoute: () => rootRoute,
  path: '/order-address/$token',
  component: lazyRouteComponent(
    () => withAllTexts(import('./order-address-page')),
    'OrderAddressPage',
  ),
});

export const walletRoutes = [
  walletRoute.addChildren([wallet, catalogue, cart, order]),
  orderAddress,
] as const;
