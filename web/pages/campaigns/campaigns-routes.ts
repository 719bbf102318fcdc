import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { adminPage } from '../../shell/admin-route';
import { readCampaignsSearch } from './campaigns-search';

const campaigns = createRoute({
  ...adminPage('/campaigns'),
  validateSearch: readCampaignsSearch,
  component: lazyRouteComponent(() => import('./campaigns-page'), 'CampaignsPage'),
});

const fresh = createRoute({
  ...adminPage('/campaigns/new'),
  component: lazyRouteComponent(() => import('./new-campaign-page'), 'NewCampaignPage'),
});

const campaign = createRoute({
  ...adminPage('/campaigns/$id'),
  component: lazyRouteComponent(() => import('./campaign-page'), 'CampaignPage'),
});

export const campaignsRoutes = [campaigns, fresh, campaign] as const;
