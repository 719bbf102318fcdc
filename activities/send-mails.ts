import { setTimeout as pause } from 'node:timers/promises';
import { imageUrl } from '../contracts/campaigns';
import type { SentCampaign } from '../db/find-campaign-versions';
import type { DueReminder } from '../db/reminders';
import type { DueMail } from '../db/settle-rewards';
import { type MailResult, markMails } from '../db/mark-mails';
import { createBatcher } from '../domain/batcher';
import { retryDelayMilliseconds, type RetryRules } from '../domain/retry-rounds';
import type { LinkTokens } from '../db/link-tokens';
import type { Database } from '../db/pool';
import {
  prepareCampaign,
  type PreparedCampaign,
  renderCampaignEmail,
} from '../emails/campaign-email';
import type { Mail } from '../emails/render-mail';
import { type RewardEmailProps, renderRewardEmail } from '../emails/reward-email';
import { createMailQueue } from './mail-queue';
import type { Mailer, MailMessage, MailOutcome } from './mailer';

/**
 * Sends mails side by side and records each as soon as the mail server has answered, before the same
 * lane sends the next: what a crash can double is what is in the lanes, never a whole slice.
 *
 * When no connection can be made any more, the rest is deferred without waiting for each time-out.
 */
export async function sendMails(
  nextSlice: () => Promise<DueMails | undefined>,
  context: SendContext,
): Promise<void> {
  const campaigns = new Map<string, PreparedCampaign>();
  const marker = createBatcher(
    async (results: MailResult[]) => {
      await markUntilWritten(results, context);
      return results;
    },
    {
      weigh: () => 1,
      maxWeight: Number.POSITIVE_INFINITY,
      // Connections that began together end together, one mail after the other.
      gathered: async (waiting) => {
        const enough = Math.min(begun - recorded, context.mailer.connections);
        if (waiting() < enough) await gathering.until(() => waiting() >= enough);
      },
    },
  );
  const gathering = createGathering();
  const nextMails = async (): Promise<readonly DueMail[] | undefined> => {
    const slice = await nextSlice();
    if (slice === undefined) return undefined;
    // Each slice asks anew whether the server is back.
    unreachableInARow = 0;
    const { settings } = context;
    for (const [id, campaign] of prepareCampaigns({ ...slice, settings })) {
      campaigns.set(id, campaign);
    }
    return slice.due;
  };
  const queue = createMailQueue(nextMails, context.mailer.limiter, context.signal);
  let begun = 0;
  let recorded = 0;
  let unreachableInARow = 0;
  const composeNext = async (): Promise<{ mail: DueMail; message: MailMessage } | undefined> => {
    const mail = await queue.next();
    if (mail === undefined) return undefined;
    return { mail, message: composeMail(mail, campaigns, context.settings) };
  };
  const lane = async (): Promise<void> => {
    let recording: Promise<void> | undefined;
    for (;;) {
      // The next mail is composed while the last one is recorded, and sent after it.
      const [next] = await Promise.all([composeNext(), recording]);
      if (next === undefined || context.signal.aborted) return;
      begun += 1;
      const outcome =
        unreachableInARow < UNREACHABLE_LIMIT
          ? await context.mailer.send(next.message)
          : SERVER_IS_AWAY;
      const unreachable = outcome.outcome === 'deferred' && outcome.unreachable;
      unreachableInARow = unreachable ? unreachableInARow + 1 : 0;
      recording = marker.add(resultOf(next.mail, outcome, context.settings.retry)).then(() => {
        context.onProgress((recorded += 1));
      });
      gathering.look();
    }
  };
  // Half of the lanes record while the other half's mails fill the connections.
  const lanes = Array.from(
    { length: Math.min(context.most, context.mailer.connections * 2) },
    lane,
  );
  const ended = await Promise.allSettled(lanes);
  const failed = ended.find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  const heldBack = queue.heldBack().map((mail): MailResult => ({
    ...{ rewardId: mail.rewardId, kind: mail.kind, outcome: 'held_back' },
    retryMilliseconds: HELD_BACK_MILLISECONDS,
  }));
  if (heldBack.length > 0) await markUntilWritten(heldBack, context);
  // A worker that is told to stop in the middle has not done its slice: another one takes it over.
  context.signal.throwIfAborted();
}

/** Waits for results that are about to come, until there are enough of them, and not for long. */
function createGathering() {
  let look: () => void = () => undefined;
  return {
    until: (isEnough: () => boolean): Promise<void> =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, GATHER_MILLISECONDS);
        look = () => {
          if (!isEnough()) return;
          clearTimeout(timer);
          resolve();
        };
      }),
    look: () => look(),
  };
}

/**
 * Shorter than it takes a mail server to accept the mails of all connections. Without it there were 58
 * to 130 statements for 500 mails, up to half of them for a single mail; with it there are 34.
 */
const GATHER_MILLISECONDS = 10;

/**
 * A mail that was accepted and not recorded would be sent again, so while the database is away this
 * waits for it, and the lanes with it.
 */
async function markUntilWritten(results: MailResult[], context: SendContext): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await markMails(context.db, results, context.settings.retry.windowMilliseconds);
      return;
    } catch (error) {
      if (attempt === MARK_ATTEMPTS || context.signal.aborted) throw error;
      context.onProgress(attempt);
      await pause(MARK_PAUSE_MILLISECONDS);
    }
  }
}

/** A minute: a database that restarts or fails over is back by then. */
const MARK_ATTEMPTS = 120;
const MARK_PAUSE_MILLISECONDS = 500;

export interface DueMails {
  due: readonly DueMail[];
  /** By the version's id: every one that a due mail names. */
  campaigns: ReadonlyMap<string, SentCampaign>;
}

export interface SendContext {
  db: Database;
  mailer: Mailer;
  settings: MailSettings;
  /** Not more mails than this can come. */
  most: number;
  onProgress: (sent: number) => void;
  signal: AbortSignal;
}

export interface MailSettings {
  publicUrl: string;
  supportEmail: string;
  supportWhatsapp: string;
  linkTokens: LinkTokens;
  retry: RetryRules;
}

/** More than a dropped connection or two, fewer than all lanes. */
export const UNREACHABLE_LIMIT = 5;

export const SERVER_IS_AWAY: MailOutcome = {
  outcome: 'deferred',
  detail: 'The mail server could not be reached',
  unreachable: true,
};

function resultOf(mail: DueMail, answer: MailOutcome, retry: RetryRules): MailResult {
  const { outcome, detail } = answer;
  const result = { rewardId: mail.rewardId, kind: mail.kind, outcome, detail };
  if (answer.outcome === 'refused') return { ...result, reason: answer.reason };
  if (answer.outcome === 'accepted') return result;
  // The rows of a slice that fail together are due together; the round that takes them draws the lot.
  const retryMilliseconds = retryDelayMilliseconds(mail.attempts, 0, retry, 0) ?? 0;
  return { ...result, retryMilliseconds, ...(answer.reason && { reason: answer.reason }) };
}

/** What a slow domain leaves over goes out by the long road, soon. */
const HELD_BACK_MILLISECONDS = 1_000;

/** Texts are parsed once a slice, not once a mail. */
export function prepareCampaigns({
  campaigns,
  settings,
}: Pick<DueMails, 'campaigns'> & Pick<SendContext, 'settings'>): Map<string, PreparedCampaign> {
  return new Map(
    Array.from(campaigns, ([versionId, { content, bannerWidth }]) => {
      const { bannerImageId } = content;
      const hasBanner = bannerImageId !== null && bannerWidth !== null;
      const banner = hasBanner
        ? { url: imageUrl(settings.publicUrl, bannerImageId), width: bannerWidth }
        : null;
      return [versionId, prepareCampaign(content, banner)];
    }),
  );
}

/** The mail about a reward, as its state asks for. */
export function composeMail(
  mail: DueMail | DueReminder,
  campaigns: ReadonlyMap<string, PreparedCampaign>,
  settings: MailSettings,
): MailMessage {
  const props: RewardEmailProps = {
    kind: mail.kind,
    recipientName: mail.name,
    points: mail.points,
    citation: mail.citation,
    companyName: mail.companyName,
    buttonUrl: buttonUrl(mail, settings),
    expiresAt: mail.expiresAt,
    ...(mail.kind === 'reminder' && { daysLeft: mail.daysLeft }),
    help: {
      supportEmail: settings.supportEmail,
      whatsapp: settings.supportWhatsapp,
      ticketUrl: `${settings.publicUrl}/help`,
    },
  };
  return {
    // The invitation and the reward are two mails, and each is one however often it is sent.
    messageKey: `${mail.rewardId}.${mail.kind === 'invitation' ? 'invite' : 'reward'}`,
    mailVersion: mail.mailVersion,
    toName: mail.name,
    toAddress: mail.email,
    ...renderEmail(mail, props, campaigns),
  };
}

function renderEmail(
  mail: DueMail | DueReminder,
  props: RewardEmailProps,
  campaigns: ReadonlyMap<string, PreparedCampaign>,
): Mail & { fromName: string } {
  if (mail.campaignVersionId === null) {
    return { ...renderRewardEmail(props), fromName: mail.companyName };
  }
  const campaign = campaigns.get(mail.campaignVersionId);
  // The plain mail instead would be another one than was agreed, and could not be called back.
  if (campaign === undefined) throw new Error(`No campaign version ${mail.campaignVersionId}`);
  return renderCampaignEmail(props, campaign);
}

function buttonUrl(mail: DueMail | DueReminder, { publicUrl, linkTokens }: MailSettings): string {
  if (mail.linkId === null) return `${publicUrl}/wallet`;
  const page = mail.kind === 'activation' ? 'activate' : 'register';
  return `${publicUrl}/${page}/${linkTokens.tokenOf(mail.linkId)}`;
}
