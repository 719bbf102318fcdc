import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { adminPage } from '../../shell/admin-route';

const balance = createRoute({
  ...adminPage('/balance'),
  component: lazyRouteComponent(() => import('./balance-page'), 'BalancePage'),
});

export const balanceRoutes = [balance] as const;
