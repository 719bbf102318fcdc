import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { adminPage } from '../../shell/admin-route';

const goods = createRoute({
  ...adminPage('/catalogue'),
  component: lazyRouteComponent(() => import('./catalogue-page'), 'CataloguePage'),
});

export const goodsRoutes = [goods] as const;
