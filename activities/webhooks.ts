import { ApplicationFailure, Context } from '@temporalio/activity';
import type { WebhookRound } from '../contracts/workflows';
import {
  type CarriedEndpoint,
  carryWebhookEndpoint,
  type ClaimedDelivery,
  claimWebhookDeliveries,
  findDisabledWebhook,
  findWebhookStanding,
  markWebhookDelivered,
  markWebhookFailed,
  noteWebhookTold,
  rest,
} from '../db/deliver-webhooks';
import { ownerOf } from '../db/webhook-endpoints';
import { webhookRetryMilliseconds } from '../domain/webhook-retries';
import { renderWebhookEmail } from '../emails/webhook-email';
import {
  createWebhookPoster,
  type WebhookAnswer,
  type WebhookPoster,
} from '../webhooks/post-webhook';
import { isPublicAddress } from '../webhooks/public-addresses';
import { signWebhook } from '../webhooks/sign-webhook';
import type { Dependencies } from './index';
import { whileBeating } from './while-beating';

/** What the workflow of a webhook endpoint does. As all activities, each may be repeated at any time. */
export function createWebhookActivities(dependencies: Dependencies) {
  const { db } = dependencies;
  let rounds = 0;

  return {
    /** One round: what is due, up to a page of it. */
    async deliverWebhooks({ endpointId }: { endpointId: string }): Promise<WebhookRound> {
      // Endpoints that answer slowly must not take the places of what sends points and mails.
      if (rounds >= ROUNDS_AT_ONCE) return { next: 'when_free' };
      rounds += 1;
      try {
        return await whileBeating(() => deliverDue(dependencies, endpointId));
      } finally {
        rounds -= 1;
      }
    },

    /** Mails the owners that an endpoint was disabled by itself, once. */
    async tellOfDisabledWebhook({ endpointId }: { endpointId: string }): Promise<void> {
      await tellOwners(dependencies, endpointId);
      await noteWebhookTold(db, endpointId);
    },
  };
}

/** Fewer than half of the activities that a worker does at once (its default is 100). */
export const ROUNDS_AT_ONCE = 40;

/**
 * A round at an endpoint that answers nothing lasts two timeouts of 15 s: then others have their turn, and
 * the claim of what it has taken holds.
 */
const PAGE_DELIVERIES = 20;
const DELIVERIES_AT_ONCE = 10;

async function deliverDue(
  { db, secretBox, settings }: Dependencies,
  endpointId: string,
): Promise<WebhookRound> {
  const endpoint = await carryWebhookEndpoint(db, endpointId);
  if (endpoint === undefined) return { next: await findWebhookStanding(db, endpointId) };
  const { companyId } = endpoint;
  const due = await claimWebhookDeliveries(db, endpointId, PAGE_DELIVERIES);
  if (due.length === 0) {
    return { next: 'when_due', companyId, waitMilliseconds: await rest(db, endpointId) };
  }
  const { id, url, secret, previousSecret } = endpoint;
  const boxes = previousSecret === null ? [secret] : [secret, previousSecret];
  const secrets = boxes.map((box) => secretBox.open(box, ownerOf(id)));
  const poster = createWebhookPoster(url, {
    isAllowed: settings.privateWebhooks ? () => true : isPublicAddress,
  });
  try {
    const waiting = [...due];
    const lanes = Array.from({ length: DELIVERIES_AT_ONCE }, async () => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        await attempt({ db, poster, secrets, endpoint }, next);
      }
    });
    await Promise.all(lanes);
  } finally {
    poster.close();
  }
  return { next: 'now', companyId };
}

interface Round {
  db: Dependencies['db'];
  poster: WebhookPoster;
  secrets: readonly string[];
  endpoint: CarriedEndpoint;
}

async function attempt(
  { db, poster, secrets, endpoint }: Round,
  { id, eventId, type, data, createdAt, attempts }: ClaimedDelivery,
): Promise<void> {
  const message = { id: eventId, type, data, createdAt };
  const answer = await poster.post(signWebhook(message, secrets, new Date()));
  const { httpStatus } = answer;
  const made = {
    ...{ deliveryId: id, endpointId: endpoint.id },
    httpStatus: httpStatus ?? null,
    error: describeFailure(answer),
    response: answer.response ?? null,
  };
  if (isArrived(answer)) return markWebhookDelivered(db, made);
  const retryMilliseconds = webhookRetryMilliseconds(type, attempts + 1, Math.random());
  await markWebhookFailed(db, made, { retryMilliseconds, isGone: httpStatus === GONE });
}

/** RFC 9110 section 15.5.11; the specification has a sender stop then. */
const GONE = 410;

function isArrived({ httpStatus }: WebhookAnswer): boolean {
  return httpStatus !== undefined && httpStatus >= 200 && httpStatus < 300;
}

function describeFailure({ httpStatus, error }: WebhookAnswer): string | null {
  if (httpStatus === undefined) return error ?? null;
  return httpStatus >= 300 && httpStatus < 400 ? 'Redirects are not followed' : null;
}

/** Who was mailed is kept in the heartbeat, so that a repetition goes on with the others. */
async function tellOwners(
  { db, mailer, settings }: Dependencies,
  endpointId: string,
): Promise<void> {
  const found = await findDisabledWebhook(db, endpointId);
  if (found === undefined) return;
  const { publicUrl, supportEmail, supportWhatsapp } = settings;
  const help = { supportEmail, whatsapp: supportWhatsapp, ticketUrl: `${publicUrl}/help` };
  const { url, reason, disabledAt, companyName } = found;
  const context = Context.current();
  const told = new Set((context.info.heartbeatDetails as string[] | undefined) ?? []);
  let deferred: string | undefined;
  for (const owner of found.owners) {
    if (told.has(owner.id)) continue;
    const outcome = await mailer.send({
      messageKey: `${endpointId}.disabled-${disabledAt.getTime()}.${owner.id}`,
      fromName: 'Bestow',
      toName: owner.name,
      toAddress: owner.email,
      ...renderWebhookEmail({
        ...{ reason, disabledAt, companyName, help },
        name: owner.name,
        // What stands behind the path may be secret.
        endpointUrl: url.split('?', 1)[0] ?? url,
        url: `${publicUrl}/settings/webhooks`,
      }),
    });
    // A mailbox that refuses for good keeps nobody else from being told.
    if (outcome.outcome === 'deferred') deferred = outcome.detail;
    else told.add(owner.id);
    context.heartbeat([...told]);
  }
  if (deferred !== undefined) {
    throw ApplicationFailure.retryable(`A mail was deferred: ${deferred}`);
  }
}
