import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { adminPage } from '../../shell/admin-route';
import { readRecipientsSearch } from './recipients-search';

const recipients = createRoute({
  ...adminPage('/recipients'),
  validateSearch: readRecipientsSearch,
  component: lazyRouteComponent(() => import('./recipients-page'), 'RecipientsPage'),
});

const recipient = createRoute({
  ...adminPage('/recipients/$id'),
  component: lazyRouteComponent(() => import('./recipient-page'), 'RecipientPage'),
});

export const recipientsRoutes = [recipients, recipient] as const;
