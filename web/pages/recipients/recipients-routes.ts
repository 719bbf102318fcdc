import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { adminPage } from '../../shell/admin-route';

const recipients = createRoute({
  ...adminPage('/recipients'),
  component: lazyRouteComponent(() => import('./recipients-page'), 'RecipientsPage'),
});

export const recipientsRoutes = [recipients] as const;
