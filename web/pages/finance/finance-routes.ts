import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { adminPage } from '../../shell/admin-route';
import { readConfirmSearch, readPaymentsSearch } from './finance-search';

const confirm = createRoute({
  ...adminPage('/finance'),
  validateSearch: readConfirmSearch,
  component: lazyRouteComponent(() => import('./recharges-page'), 'RechargesPage'),
});

const payments = createRoute({
  ...adminPage('/finance/payments'),
  validateSearch: readPaymentsSearch,
  component: lazyRouteComponent(() => import('./payments-page'), 'PaymentsPage'),
});

export const financeRoutes = [confirm, payments] as const;
