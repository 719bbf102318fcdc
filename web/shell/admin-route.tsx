import { createRootRoute, createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { queryClient } from '../client/query-client';
import { isUnauthorized } from '../client/refusal';
import { sessionIsOf } from '../client/session';
import { trpc } from '../client/trpc';
import { withAllTexts } from '../texts/languages';
import { homeOf } from './navigation';

export const rootRoute = createRootRoute();

/**
 * The pages of whoever is signed in with a password: a company's people, and the platform's. Who is
 * not signed in signs in first, and comes back to where he wanted.
 */
export const adminRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'admin',
  // Apart: who signs in does not wait for menus.
  component: lazyRouteComponent(() => withAllTexts(import('./shell')), 'Shell'),
  beforeLoad: async ({ location }) => {
    try {
      const me = await queryClient.ensureQueryData(trpc.auth.whoAmI.queryOptions());
      sessionIsOf(me.id);
      const home = homeOf(me);
      if (location.pathname === '/' && home !== '/') throw redirect({ to: home });
    } catch (error) {
      if (!isUnauthorized(error)) throw error;
      const search = location.href === '/' ? {} : { next: location.href };
      throw redirect({ to: '/sign-in', search });
    }
  },
});

/** What a route of such a page has: `createRoute({ ...adminPage('/tickets'), component })`. */
export function adminPage<Path extends string>(path: Path) {
  return { getParentRoute: () => adminRoute, path };
}
