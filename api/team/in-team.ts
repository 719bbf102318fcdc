import { recordChange } from '../../db/audit';
import { type Transaction, withCompany } from '../../db/pool';
import { lockTeam } from '../../db/team';
import type { AdminRole } from '../../domain/permissions';
import type { Caller, Services } from '../context';
import { refuse } from '../errors';

/**
 * Changes a team: one change at a time, and by the role that the one who acts has in that moment.
 *
 * @throws a refusal `unauthorized` when he was removed from the team meanwhile.
 */
export function inTeam<Result>(
  { services, caller }: { services: Services; caller: Caller },
  work: (tx: Transaction, actor: TeamActor) => Promise<Result>,
): Promise<Result> {
  const companyId = caller.company.id;
  return withCompany(services.platformDb, companyId, async (tx) => {
    const role = (await lockTeam(tx, caller.id)) ?? refuse('unauthorized');
    const actor = { kind: caller.kind, id: caller.id };
    return work(tx, {
      role,
      requireOwner: (roles) => {
        if (roles.includes('owner') && role !== 'owner') refuse('owners_only');
      },
      record: (action, before, after) =>
        recordChange(tx, { companyId, actor, action, before, after }),
    });
  });
}

interface TeamActor {
  role: AdminRole;
  /** @throws a refusal `owners_only` when one of the roles is an owner's and he is none. */
  requireOwner: (roles: readonly AdminRole[]) => void;
  record: (
    action: string,
    before: Record<string, unknown>,
    after: Record<string, unknown>,
  ) => Promise<void>;
}
