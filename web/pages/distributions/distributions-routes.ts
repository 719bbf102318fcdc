import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { adminPage } from '../../shell/admin-route';
import { readDistributionsSearch } from './distributions-search';
import { readRewardsSearch } from './rewards-search';

const distributions = createRoute({
  ...adminPage('/distributions'),
  validateSearch: readDistributionsSearch,
  component: lazyRouteComponent(() => import('./distributions-page'), 'DistributionsPage'),
});

const distribution = createRoute({
  ...adminPage('/distributions/$id'),
  validateSearch: readRewardsSearch,
  component: lazyRouteComponent(() => import('./distribution-page'), 'DistributionPage'),
});

const reward = createRoute({
  ...adminPage('/distributions/$id/rewards/$rewardId'),
  component: lazyRouteComponent(() => import('./reward-page'), 'RewardPage'),
});

export const distributionsRoutes = [distributions, distribution, reward] as const;
