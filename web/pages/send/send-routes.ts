import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { adminPage } from '../../shell/admin-route';

const send = createRoute({
  ...adminPage('/send'),
  component: lazyRouteComponent(() => import('./send-page'), 'SendPage'),
});

export const sendRoutes = [send] as const;
