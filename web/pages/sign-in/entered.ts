import { queryClient } from '../../client/query-client';
import { signedIn } from '../../client/session';
import { trpc } from '../../client/trpc';

/** The cookie is somebody's now: asks whose, and tells this page and the other tabs. */
export async function entered(): Promise<void> {
  const me = await queryClient.fetchQuery({ ...trpc.auth.whoAmI.queryOptions(), staleTime: 0 });
  signedIn(me.id, true);
}
