import type { WebhookEndpoint } from '../../contracts/webhooks';
import { recordChange } from '../../db/audit';
import { type Transaction, withCompany } from '../../db/pool';
import { lockWebhookEndpoint } from '../../db/webhook-endpoints';
import type { AuditAction } from '../../domain/audit-actions';
import { refuseField } from '../auth/check-password';
import { checkWebhookUrl } from '../../webhooks/check-url';
import type { Caller, Services } from '../context';
import { refuse } from '../errors';

/**
 * Changes something of the company's webhooks, with its audit record. As the platform's role: the company's own
 * writes neither endpoints nor records.
 */
export function inWebhooks<Result>(
  { services, caller }: CallerContext,
  work: (tx: Transaction, record: Recorder) => Promise<Result>,
): Promise<Result> {
  const companyId = caller.company.id;
  const actor = { kind: caller.kind, id: caller.id };
  return withCompany(services.platformDb, companyId, (tx) =>
    work(tx, (action, before, after) =>
      recordChange(tx, { companyId, actor, action, before, after }),
    ),
  );
}

/**
 * The same for one endpoint, which nobody else changes meanwhile.
 *
 * @throws a refusal `not_found`, also for another company's.
 */
export function inEndpoint<Result>(
  context: CallerContext,
  id: string,
  work: (tx: Transaction, endpoint: WebhookEndpoint, record: Recorder) => Promise<Result>,
): Promise<Result> {
  return inWebhooks(context, async (tx, record) => {
    const endpoint = (await lockWebhookEndpoint(tx, id)) ?? refuse('not_found');
    return work(tx, endpoint, record);
  });
}

/** @throws a refusal with the field `url`, in its words. */
export function takeUrl({ services }: CallerContext, typed: string): string {
  const rules = { allowPrivate: services.settings.privateWebhooks };
  const { url, problem } = checkWebhookUrl(typed.trim(), rules);
  return url ?? refuseField('url', `webhook_url_${problem}`);
}

interface CallerContext {
  services: Services;
  caller: Caller;
}

type Recorder = (
  action: AuditAction,
  before: Record<string, unknown>,
  after: Record<string, unknown>,
) => Promise<void>;
