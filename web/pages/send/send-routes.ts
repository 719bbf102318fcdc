import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { adminPage } from '../../shell/admin-route';

const individual = createRoute({
  ...adminPage('/send'),
  component: lazyRouteComponent(() => import('./form/individual-page'), 'IndividualPage'),
});

const bulk = createRoute({
  ...adminPage('/send/bulk'),
  component: lazyRouteComponent(() => import('./file/bulk-page'), 'BulkPage'),
});

const draft = createRoute({
  ...adminPage('/send/bulk/$draftId'),
  component: lazyRouteComponent(() => import('./file/draft-page'), 'DraftPage'),
});

const api = createRoute({
  ...adminPage('/send/api'),
  component: lazyRouteComponent(() => import('./api/api-page'), 'ApiPage'),
});

export const sendRoutes = [individual, bulk, draft, api] as const;
