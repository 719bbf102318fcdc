import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { adminPage } from '../../shell/admin-route';
import { readDistributionsSearch } from './distributions-search';

const distributions = createRoute({
  ...adminPage('/distributions'),
  validateSearch: readDistributionsSearch,
  component: lazyRouteComponent(() => import('./distributions-page'), 'DistributionsPage'),
});

const distribution = createRoute({
  ...adminPage('/distributions/$id'),
  component: lazyRouteComponent(() => import('./distribution-page'), 'DistributionPage'),
});

export const distributionsRoutes = [distributions, distribution] as const;
