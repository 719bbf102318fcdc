import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { adminPage } from '../../shell/admin-route';
import { readOrdersSearch, readQueueSearch } from './support-search';

const queue = createRoute({
  ...adminPage('/support'),
  validateSearch: readQueueSearch,
  component: lazyRouteComponent(() => import('./queue-page'), 'QueuePage'),
});

const ticket = createRoute({
  ...adminPage('/support/tickets/$id'),
  component: lazyRouteComponent(() => import('./ticket-page'), 'TicketPage'),
});

const orders = createRoute({
  ...adminPage('/support/orders'),
  validateSearch: readOrdersSearch,
  component: lazyRouteComponent(() => import('./orders-page'), 'OrdersPage'),
});

const order = createRoute({
  ...adminPage('/support/orders/$id'),
  component: lazyRouteComponent(() => import('./order-page'), 'OrderPage'),
});

export const supportRoutes = [queue, ticket, orders, order] as const;
