import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { adminPage } from '../../shell/admin-route';

const queue = createRoute({
  ...adminPage('/support'),
  component: lazyRouteComponent(() => import('./queue-page'), 'QueuePage'),
});

export const supportRoutes = [queue] as const;
