import { createHash } from 'node:crypto';
import { z } from 'zod';
import {
  createDistributionInput,
  type CreateDistributionInput,
  type Distribution,
  distributionSchema,
  MAX_PAGE_SIZE,
  type Preview,
  previewSchema,
} from '../../contracts/distributions';
import {
  type AcceptRequest,
  chargedOf,
  findAccepted,
  findShortfall,
  type JudgedRow,
  sumCharged,
} from '../../db/accept-distribution';
import type { CompanyRecord } from '../../db/credentials';
import { getDistributionAsAccepted } from '../../db/find-distribution';
import { findUsableCampaign, type UsableCampaign } from '../../db/find-usable-campaign';
import { type Transaction, withCompany } from '../../db/pool';
import { needsApproval } from '../../domain/approvals';
import { canonicalJson } from '../../domain/canonical-json';
import { type CheckedRow, checkRewardRows } from '../../domain/reward-row';
import { refuseCampaign } from '../campaigns/chosen-campaign';
import { actorOf, type Services } from '../context';
import { refuse } from '../errors';
import { countAddresses, refusedStrangersAmong, strangersAmong } from '../told-addresses';
import { sendingProcedure } from '../trpc';
import { previewDistribution } from './preview-distribution';
import { findSendTime, refuseTime, withMornings } from './find-send-time';
import { isAhead } from './read-send-time';
import { startAccepted } from './start-accepted';

/**
 * Sends points: checks every row, takes the points from balance to hold, and hands the distribution
 * to its workflow; or, with `dryRun`, shows what would happen.
 */
export const createDistribution = sendingProcedure
  .meta({
    openapi: {
      method: 'POST',
      path: '/distributions',
      operationId: 'createDistribution',
      tags: ['Distributions'],
      summary: 'Send points to 1 to 500 recipients',
      description:
        'Answers 201 with the distribution; 200 for a dry run, and for a repeated Idempotency-Key with the same body (with `Idempotency-Replayed: true`). Of more points than the approval limit of your company, it waits as `awaiting_approval` with its points held, until a person of your company who is signed in approves it: neither the one who sent it, nor an API key. `approval` and `approvers` of `GET /distributions/{id}` tell who may, and what was decided; `rejected` returns the points. 429 `too_many_addresses` when dry runs, drafts, corrections and refused rows together tell about more than 5,000 people an hour, or 20,000 a day, who are not registered with you; who is charged is not counted.',
      requestHeaders: z.object({
        'Idempotency-Key': z.string().min(1).max(200).optional().meta({
          description: 'Your own unique key for this send: repeating the request sends once.',
        }),
      }),
      errorResponses: [400, 401, 402, 403, 409, 413, 422, 429],
    },
  })
  .input(createDistributionInput)
  .output(z.union([distributionSchema, previewSchema]))
  .mutation(async ({ ctx, input }): Promise<Distribution | Preview> => {
    const { company } = ctx.caller;
    const { settings, dispatcher } = ctx.services;
    const rows = checkRows(input, settings, company);
    const keys = rows.flatMap(({ value }) => (value ? [value.emailKey] : []));
    const time = await findSendTime(ctx.inCompany, company.id, input, keys);
    const campaign = await findCampaign(ctx.inCompany, input.campaignId);
    if (input.dryRun) {
      if (!isAhead(time.sendAt)) {
        return refuseTime(ctx.inCompany, company.id, time.morning, rows);
      }
      if (campaign === undefined) return refuseCampaign();
      const { sendAt, timeZone, morning = null } = time;
      const when = { sendAt, timeZone, sendOnMorning: morning };
      return previewDistribution(ctx.services, company, rows, input.ifUnregistered, when);
    }
    const issues = rows.flatMap((row) => row.issues);
    if (issues.length > 0 && input.ifInvalid === 'fail') return refuse('rows_refused', { issues });

    const request: Omit<AcceptRequest, 'campaign'> = {
      companyId: company.id,
      method: ctx.caller.kind === 'api_key' ? 'api' : 'individual',
      createdBy: actorOf(ctx.caller),
      externalId: input.externalId ?? null,
      idempotencyKey: ctx.idempotencyKey ?? null,
      requestHash: createHash('sha256').update(canonicalJson(input)).digest(),
      ifUnregistered: input.ifUnregistered,
      ...time,
      takeFunds: time.sendAt === null ? 'now' : input.takeFunds,
      ifInsufficient: input.ifInsufficient,
    };
    // A repeated request has its first answer, whatever became of the campaign since.
    const accepted =
      campaign === undefined
        ? ((await ctx.inCompany((tx) => findAccepted(tx, request))) ?? refuseCampaign())
        : await accept(ctx.services, company, rows, { ...request, campaign });
    if (accepted.outcome === 'idempotency_key_reused') return refuse('idempotency_key_reused');
    if (accepted.outcome === 'invalid_send_at') {
      return refuseTime(ctx.inCompany, company.id, time.morning, rows);
    }
    if (accepted.outcome === 'replayed') {
      ctx.reply.status = 200;
      ctx.reply.headers['idempotency-replayed'] = 'true';
      const { distributionId } = accepted;
      const { answer, status } = await ctx.inCompany((tx) =>
        getDistributionAsAccepted(tx, distributionId, MAX_PAGE_SIZE),
      );
      if (
        status === 'accepted' &&
        Date.now() - Date.parse(answer.createdAt) > STRANDED_MILLISECONDS
      ) {
        dispatcher.submit({ id: answer.id, recipients: answer.recipients });
      }
      return answer;
    }
    startAccepted(dispatcher, accepted.distribution);
    const distribution = await withMornings(ctx.inCompany, accepted.distribution, time.morning);
    ctx.reply.status = 201;
    ctx.reply.headers['location'] = `/api/v1/distributions/${distribution.id}`;
    return distribution;
  });

function checkRows(
  input: CreateDistributionInput,
  settings: { maxRecipients: number; maxPointsPerReward: number },
  company: { country: string; mobileRequired: boolean },
): CheckedRow[] {
  const { length } = input.recipients;
  const issue = (code: 'no_recipients' | 'too_many_recipients', message: string) => ({
    issues: [{ path: 'recipients', code, message }],
  });
  if (length === 0) {
    return refuse('no_recipients', issue('no_recipients', 'Add at least one recipient.'));
  }
  if (length > settings.maxRecipients) {
    const message = `${length} recipients; at most ${settings.maxRecipients} in one send.`;
    return refuse('too_many_recipients', issue('too_many_recipients', message));
  }
  return checkRewardRows(input.recipients, {
    maxPointsPerReward: settings.maxPointsPerReward,
    mobileRequired: company.mobileRequired,
    defaultCountry: company.country,
  });
}

/** @returns null when none was asked for, undefined when it cannot be used. */
async function findCampaign(
  inCompany: <Result>(work: (tx: Transaction) => Promise<Result>) => Promise<Result>,
  campaignId: string | undefined,
): Promise<UsableCampaign | null | undefined> {
  return campaignId === undefined ? null : inCompany((tx) => findUsableCampaign(tx, campaignId));
}

/** A start takes milliseconds: the process that accepted it has died before it told Temporal. */
const STRANDED_MILLISECONDS = 5_000;

/** A balance may rise between the refusal and the look at what is missing: then it is tried again. */
const ACCEPT_ATTEMPTS = 3;

async function accept(
  services: Services,
  company: CompanyRecord,
  rows: readonly CheckedRow[],
  request: AcceptRequest,
) {
  const { acceptor, judge } = services;
  for (let attempt = 1; attempt <= ACCEPT_ATTEMPTS; attempt += 1) {
    const { judged } = await judge(request.companyId, rows, request.ifUnregistered);
    await countUncharged(services, company, request, judged);
    const accepted = await acceptor.accept(request, judged);
    if (accepted.outcome !== 'insufficient_balance') return accepted;
    const now = await judge(request.companyId, rows, request.ifUnregistered);
    const missing = findShortfall(chargedOf(now.judged), now.balance);
    if (missing !== undefined) {
      // What is missing tells who would have been charged.
      await countAddresses(services, request.companyId, strangersAmong(now.judged));
      return refuse('insufficient_balance', { ...missing });
    }
  }
  return refuse('unavailable');
}

/**
 * Counts whom a send tells about and does not charge: refused rows, and all of what may be cancelled or never
 * be paid for. Who is charged now is not counted, nor is a request that is answered as it was before.
 */
async function countUncharged(
  services: Services,
  { approvalLimit }: CompanyRecord,
  request: AcceptRequest,
  judged: readonly JudgedRow[],
): Promise<void> {
  const goesNow =
    request.sendAt === null &&
    request.ifInsufficient === 'fail' &&
    !needsApproval(sumCharged(judged), approvalLimit);
  const told = goesNow ? refusedStrangersAmong(judged) : strangersAmong(judged);
  if (told.length === 0) return;
  if (request.idempotencyKey !== null) {
    const before = await withCompany(services.companyDb, request.companyId, (tx) =>
      findAccepted(tx, request),
    );
    if (before !== undefined) return;
  }
  await countAddresses(services, request.companyId, told);
}
