import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { adminPage } from '../../shell/admin-route';
import { readOverviewSearch } from './overview-search';

const overview = createRoute({
  ...adminPage('/'),
  validateSearch: readOverviewSearch,
  component: lazyRouteComponent(() => import('./overview-page'), 'OverviewPage'),
});

export const overviewRoutes = [overview] as const;
