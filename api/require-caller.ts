import { type CompanyPermission, mayDo } from '../domain/permissions';
import type { Caller, Context } from './context';
import { Refusal } from './errors';

/**
 * Who acts for a company and has this permission.
 *
 * @throws a refusal `unauthorized` or `forbidden`.
 */
export function requireCaller(context: Context, permission: CompanyPermission): CompanyContext {
  const { caller, staff } = context;
  if (caller === undefined && staff?.kind === 'platform_key') {
    const message = 'This key is of the platform and acts for no company.';
    throw new Refusal('forbidden', undefined, message, 'Send an API key of the company.');
  }
  if (caller === undefined) throw new Refusal('unauthorized');
  if (!mayDo(caller.role, permission)) throw new Refusal('forbidden');
  return { ...context, caller };
}

export type CompanyContext = Context & { caller: Caller };
