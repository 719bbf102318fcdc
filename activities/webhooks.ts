import { ApplicationFailure, Context } from '@temporalio/activity';
import type { WebhookRound } from '../contracts/workflows';
import {
  carryWebhookEndpoint,
  type ClaimedDelivery,
  claimWebhookDeliveries,
  findDisabledWebhook,
  findWebhookStanding,
  markWebhookDelivered,
  markWebhookFailed,
  noteWebhookTold,
  releaseWebhookDeliveries,
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
  const { companyId, secret, previousSecret } = endpoint;
  const boxes = previousSecret === null ? [secret] : [secret, previousSecret];
  // Before anything is taken: what cannot be signed waits, and is seen to wait.
  const secrets = boxes.map((box) => secretBox.open(box, ownerOf(endpointId)));
  const due = await claimWebhookDeliveries(db, endpointId, PAGE_DELIVERIES);
  if (due.length === 0) {
    return { next: 'when_due', companyId, waitMilliseconds: await rest(db, endpointId) };
  }
  const poster = createWebhookPoster(endpoint.url, {
    isAllowed: settings.privateWebhooks ? () => true : isPublicAddress,
  });
  try {
    await sendAll({ db, poster, secrets, endpointId }, due);
  } finally {
    poster.close();
  }
  return { next: 'now', companyId };
}

interface Round {
  db: Dependencies['db'];
  poster: WebhookPoster;
  secrets: readonly string[];
  endpointId: string;
}

/** @throws CancelledFailure when the worker is told to stop: another goes on with what has no answer. */
async function sendAll(round: Round, due: readonly ClaimedDelivery[]): Promise<void> {
  const { cancellationSignal: stopped, cancelled } = Context.current();
  const waiting = [...due];
  const unanswered: string[] = [];
  const lanes = Array.from({ length: DELIVERIES_AT_ONCE }, async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const isAnswered = !stopped.aborted && (await attempt(round, next, stopped));
      if (!isAnswered) unanswered.push(next.id);
    }
  });
  await Promise.all(lanes);
  if (!stopped.aborted) return;
  await releaseWebhookDeliveries(round.db, unanswered);
  await cancelled;
}

/** @returns false when it was stopped before there was an answer. */
async function attempt(
  { db, poster, secrets, endpointId }: Round,
  { id, eventId, type, data, createdAt, attempts }: ClaimedDelivery,
  stopped: AbortSignal,
): Promise<boolean> {
  const message = { id: eventId, type, data, createdAt };
  const answer = await poster.post(signWebhook(message, secrets, new Date()), stopped);
  const { httpStatus } = answer;
  if (stopped.aborted && httpStatus === undefined) return false;
  const made = {
    ...{ deliveryId: id, endpointId },
    httpStatus: httpStatus ?? null,
    error: describeFailure(answer),
    response: answer.response ?? null,
  };
  if (isArrived(answer)) await markWebhookDelivered(db, made);
  else {
    const retryMilliseconds = webhookRetryMilliseconds(type, attempts + 1, Math.random());
    await markWebhookFailed(db, made, { retryMilliseconds, isGone: httpStatus === GONE });
  }
  return true;
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
