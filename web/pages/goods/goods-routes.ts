import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { adminPage } from '../../shell/admin-route';

const catalogue = createRoute({
  ...adminPage('/catalogue'),
  component: lazyRouteComponent(() => import('./catalogue-page'), 'CataloguePage'),
});

const fresh = createRoute({
  ...adminPage('/catalogue/new'),
  component: lazyRouteComponent(() => import('./new-goods-page'), 'NewGoodsPage'),
});

const goods = createRoute({
  ...adminPage('/catalogue/$id'),
  component: lazyRouteComponent(() => import('./goods-page'), 'GoodsPage'),
});

export const goodsRoutes = [catalogue, fresh, goods] as const;
