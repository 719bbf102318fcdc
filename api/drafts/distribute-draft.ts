import { createHash } from 'node:crypto';
import type { z } from 'zod';
import {
  type Distribution,
  distributionSchema,
  MAX_PAGE_SIZE,
} from '../../contracts/distributions';
import { distributeDraftInput, draftConfirmations } from '../../contracts/drafts';
import type { ErrorDetails } from '../../contracts/errors';
import {
  acceptWithin,
  type AcceptRequest,
  chargedOf,
  findShortfall,
  type JudgedRow,
} from '../../db/accept-distribution';
import type { CompanyRecord } from '../../db/credentials';
import { type DraftRecord, findDraftToChange, markDistributed } from '../../db/drafts';
import { findDistribution, getDistributionAsAccepted } from '../../db/find-distribution';
import { isInsufficientBalance } from '../../db/ledger';
import { type Transaction, withCompany } from '../../db/pool';
import { canonicalJson } from '../../domain/canonical-json';
import { eachRow } from '../../domain/packed-rows';
import { parseReference, referenceOf } from '../../domain/draft-row';
import { describeReason, type ReasonCode } from '../../domain/reasons';
import { actorOf, type Caller, type Services } from '../context';
import { refuse } from '../errors';
import { findSendTime, refuseTime, withMornings } from '../distributions/find-send-time';
import { startAccepted } from '../distributions/start-accepted';
import { sendingProcedure } from '../trpc';
import { getDraft, requireOpen } from './change-draft';
import { chosenCampaign } from '../campaigns/chosen-campaign';
import {
  addWarnings,
  confirmationsOf,
  findSameFileOf,
  judgeDraft,
  type SameFile,
} from './judge-draft';

/**
 * Sends a draft, once: a second click, another tab or a repeated call gets the same distribution.
 * What could surprise (the same file again, the same person twice) is asked about first.
 */
export const distributeDraft = sendingProcedure
  .meta({
    openapi: {
      method: 'POST',
      path: '/drafts/{id}/distribute',
      operationId: 'distributeDraft',
      tags: ['Drafts'],
      summary: 'Send a draft',
      description:
        'Answers 201 with the distribution; 200 with `Idempotency-Replayed: true` when the draft was distributed already.',
      errorResponses: [400, 401, 402, 403, 404, 409, 422, 429],
    },
  })
  .input(distributeDraftInput)
  .output(distributionSchema)
  .mutation(async ({ ctx, input }) => {
    const { services, caller } = ctx;
    const draft = await getDraft(services, caller, input.id);
    const replay = async (distributionId: string): Promise<Distribution> => {
      ctx.reply.status = 200;
      ctx.reply.headers['idempotency-replayed'] = 'true';
      const found = await ctx.inCompany((tx) =>
        getDistributionAsAccepted(tx, distributionId, MAX_PAGE_SIZE),
      );
      return found.answer;
    };
    if (draft.distributionId !== null) return replay(draft.distributionId);
    requireOpen(draft, input.version);
    const judgement = await judgeWhole(services, caller.company, draft);
    const keys = judgement.judged.flatMap(({ checked: { value } }) =>
      value ? [value.emailKey] : [],
    );
    const time = await findSendTime(ctx.inCompany, caller.company.id, input, keys);
    const when: When = {
      ...time,
      takeFunds: time.sendAt === null ? 'now' : input.takeFunds,
      ifInsufficient: input.ifInsufficient,
    };
    const refusal = findRefusal(judgement, input);
    if (refusal !== undefined) {
      // A second click sees what the first has sent: it is answered with it, not asked about it.
      const { distributionId } = await getDraft(services, caller, input.id);
      if (distributionId !== null) return replay(distributionId);
      return refuse(refusal.code, { issues: refusal.issues });
    }
    const sent = await send(services, caller, judgement, when);
    if (typeof sent === 'string') return replay(sent);
    startAccepted(services.dispatcher, sent);
    ctx.reply.status = 201;
    ctx.reply.headers['location'] = `/api/v1/distributions/${sent.id}`;
    return sent;
  });

/** All rows at once: they are accepted in one transaction. */
async function judgeWhole(
  services: Services,
  company: CompanyRecord,
  draft: DraftRecord,
): Promise<JudgedDraft> {
  const judgeAll = async (): Promise<Omit<JudgedDraft, 'draft' | 'sameFile'>> => {
    const judged: JudgedRow[] = [];
    const warned = new Set<ReasonCode>();
    let balance = 0;
    for await (const part of judgeDraft(services, company, draft)) {
      judged.push(...part.judged);
      addWarnings(warned, part.judged);
      balance = part.balance;
    }
    return { judged, balance, warned };
  };
  const [sameFile, judgement] = await Promise.all([
    findSameFileOf(services, company, draft),
    judgeAll(),
  ]);
  return { draft, sameFile, ...judgement };
}

interface JudgedDraft {
  draft: DraftRecord;
  /** The rows that are not removed. */
  judged: JudgedRow[];
  balance: number;
  warned: ReadonlySet<ReasonCode>;
  sameFile: SameFile | undefined;
}

/** @returns what refuses it, if anything: rows that cannot be sent, or what was not said to be meant. */
function findRefusal(
  { judged, warned, sameFile }: JudgedDraft,
  input: z.infer<typeof distributeDraftInput>,
): { code: ReasonCode; issues: NonNullable<ErrorDetails['issues']> } | undefined {
  const issues = judged.flatMap(({ checked }) => checked.issues);
  if (issues.length > 0 && input.ifInvalid === 'fail') return { code: 'rows_refused', issues };
  if (!judged.some(({ refusal }) => refusal === undefined)) {
    const message = 'No row of this draft can be sent.';
    const code = 'no_recipients';
    return { code, issues: [{ path: 'rows', code, message }] };
  }
  const asked = new Set(confirmationsOf(warned, sameFile));
  const missing = draftConfirmations.filter(
    (code) => asked.has(code) && !input.confirm.includes(code),
  );
  if (missing.length === 0) return undefined;
  return {
    code: 'confirmation_needed',
    issues: missing.map((code) => {
      const { message, nextAction } = describeReason(code);
      return { path: 'confirm', code, message: `${message} ${nextAction}` };
    }),
  };
}

type When = Pick<AcceptRequest, 'sendAt' | 'timeZone' | 'morning' | 'takeFunds' | 'ifInsufficient'>;

/** @returns the new distribution, or the id of the one that somebody else made of it meanwhile. */
async function send(
  services: Services,
  caller: Caller,
  { draft, judged, balance }: JudgedDraft,
  when: When,
): Promise<Distribution | string> {
  const { company } = caller;
  const request: Omit<AcceptRequest, 'campaign' | 'method' | 'externalId'> = {
    companyId: company.id,
    createdBy: actorOf(caller),
    idempotencyKey: null,
    requestHash: createHash('sha256')
      .update(canonicalJson({ draft: draft.id, version: draft.version }))
      .digest(),
    ifUnregistered: draft.ifUnregistered,
    ...when,
  };
  const short = (): never => {
    const missing = findShortfall(chargedOf(judged), balance);
    return missing === undefined
      ? refuse('unavailable')
      : refuse('insufficient_balance', { ...missing });
  };
  const distributed = withCompany(services.companyDb, company.id, async (tx) => {
    const locked = await findDraftToChange(tx, draft.id);
    if (locked?.distributionId) return locked.distributionId;
    requireOpen(locked, draft.version);
    const campaign = await chosenCampaign(tx, draft.campaignId);
    const origin = await findOrigin(tx, draft);
    const accepted = await acceptWithin(tx, { ...request, ...origin, campaign }, judged);
    if (accepted.outcome === 'insufficient_balance') return short();
    if (accepted.outcome === 'invalid_send_at') {
      const rows = judged.map(({ checked }) => checked);
      return refuseTime((work) => work(tx), company.id, when.morning, rows);
    }
    if (accepted.outcome !== 'accepted') throw new Error(`A draft was ${accepted.outcome}`);
    const { distribution } = accepted;
    const marked = await markDistributed(tx, {
      id: draft.id,
      companyId: company.id,
      distributionId: distribution.id,
      references: referencesOf(draft.id, judged, draft.content),
    });
    if (marked !== 'marked') return refuse('draft_changed');
    return withMornings((work) => work(tx), distribution, when.morning);
  });
  return distributed.catch((error: unknown) =>
    // Another send took the points between the look and the posting.
    isInsufficientBalance(error) ? short() : Promise.reject(error as Error),
  );
}

/** A retry is known by what it retries; any other draft was a file. */
async function findOrigin(
  tx: Transaction,
  { retryOf }: DraftRecord,
): Promise<Pick<AcceptRequest, 'method' | 'externalId'>> {
  const retried = retryOf === null ? undefined : await findDistribution(tx, retryOf, 0);
  return { method: retried?.method ?? 'bulk', externalId: retried?.externalId ?? null };
}

/** Of the rows that are sent and could come a second time: by a file of failed rows. */
function referencesOf(
  draftId: string,
  judged: readonly JudgedRow[],
  content: DraftRecord['content'],
): string[] {
  const sent = new Set(
    judged.filter(({ refusal }) => refusal === undefined).map(({ checked }) => checked.row),
  );
  const references: string[] = [];
  for (const { row, cells, edited } of eachRow(content)) {
    if (!sent.has(row)) continue;
    const parsed = parseReference(cells.reference);
    if (parsed) references.push(referenceOf(parsed.sourceId, parsed.row));
    else if (edited === true) references.push(referenceOf(draftId, row));
  }
  return references;
}
