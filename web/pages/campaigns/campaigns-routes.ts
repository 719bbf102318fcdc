import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { adminPage } from '../../shell/admin-route';

const campaigns = createRoute({
  ...adminPage('/campaigns'),
  component: lazyRouteComponent(() => import('./campaigns-page'), 'CampaignsPage'),
});

export const campaignsRoutes = [campaigns] as const;
