import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { adminPage } from '../../shell/admin-route';

const payments = createRoute({
  ...adminPage('/finance'),
  component: lazyRouteComponent(() => import('./payments-page'), 'PaymentsPage'),
});

export const financeRoutes = [payments] as const;
