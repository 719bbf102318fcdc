import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { adminPage } from '../../shell/admin-route';
import { readNewTicketSearch, readTicketsSearch } from './tickets-search';

const tickets = createRoute({
  ...adminPage('/tickets'),
  validateSearch: readTicketsSearch,
  component: lazyRouteComponent(() => import('./tickets-page'), 'TicketsPage'),
});

const newTicket = createRoute({
  ...adminPage('/tickets/new'),
  validateSearch: readNewTicketSearch,
  component: lazyRouteComponent(() => import('./new-ticket-page'), 'NewTicketPage'),
});

const ticket = createRoute({
  ...adminPage('/tickets/$id'),
  component: lazyRouteComponent(() => import('./ticket-page'), 'TicketPage'),
});

export const ticketsRoutes = [tickets, newTicket, ticket] as const;
