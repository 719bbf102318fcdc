import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { adminPage } from '../../shell/admin-route';
import { readRechargeSearch } from './recharge-search';
import { readStatementSearch } from './statement-search';

const balance = createRoute({
  ...adminPage('/balance'),
  component: lazyRouteComponent(() => import('./balance-page'), 'BalancePage'),
});

const requestRecharge = createRoute({
  ...adminPage('/balance/recharge'),
  validateSearch: readRechargeSearch,
  component: lazyRouteComponent(() => import('./request-recharge-page'), 'RequestRechargePage'),
});

const recharge = createRoute({
  ...adminPage('/balance/recharges/$id'),
  component: lazyRouteComponent(() => import('./recharge-page'), 'RechargePage'),
});

const statement = createRoute({
  ...adminPage('/balance/statement'),
  validateSearch: readStatementSearch,
  component: lazyRouteComponent(() => import('./statement-page'), 'StatementPage'),
});

export const balanceRoutes = [balance, requestRecharge, recharge, statement] as const;
