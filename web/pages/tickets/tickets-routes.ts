import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { adminPage } from '../../shell/admin-route';

const tickets = createRoute({
  ...adminPage('/tickets'),
  component: lazyRouteComponent(() => import('./tickets-page'), 'TicketsPage'),
});

export const ticketsRoutes = [tickets] as const;
