import type { ApprovalOutcome } from '../domain/approvals';
import type { OrderStatus, ParcelReport } from '../domain/order-states';
import type { DistributionStatus } from '../domain/states';
import type { RetryRules } from '../domain/retry-rounds';
import type { TicketAction, TicketState } from '../domain/tickets';

/**
 * What processes and workflows agree on: names, ids and payloads. Only ids and settings cross into
 * Temporal, never a name, an address or a text of a person.
 */

export const workflowNames = {
  accessMail: 'accessMail',
  approval: 'approval',
  deliverWebhooks: 'deliverWebhooks',
  dispatch: 'dispatch',
  dispatchPart: 'dispatchPart',
  distributePoints: 'distributePoints',
  fulfilOrder: 'fulfilOrder',
  resendEmail: 'resendEmail',
  supportTicket: 'supportTicket',
  recharge: 'recharge',
  sweeper: 'sweeper',
} as const;

export const signalNames = {
  recipientRegistered: 'recipientRegistered',
  mailBounced: 'mailBounced',
  cancel: 'cancel',
  reschedule: 'reschedule',
  sendNow: 'sendNow',
  fundsAvailable: 'fundsAvailable',
  approve: 'approve',
  reject: 'reject',
  decided: 'decided',
  ticketChanged: 'ticketChanged',
  orderChanged: 'orderChanged',
  paid: 'paid',
  newEvents: 'newEvents',
} as const;

/** What a carrier reports; an operator can signal the same (`{"attempt":2}` for `attemptFailed`). */
export const parcelSignals = {
  dispatched: 'dispatched',
  attemptFailed: 'attempt_failed',
  delivered: 'delivered',
  returned: 'returned',
} as const satisfies Record<string, ParcelReport['kind']>;

/** What an operator can tell a ticket's workflow; it does the same as the action of support. */
export const ticketSignals = {
  answered: 'answer',
  resolved: 'resolve',
  reopened: 'reopen',
  customerReplied: 'customerReply',
} as const satisfies Record<string, TicketAction>;

export function distributionWorkflowId(distributionId: string): string {
  return `distribution/${distributionId}`;
}

export function ticketWorkflowId(ticketId: string): string {
  return `ticket/${ticketId}`;
}

export function resendWorkflowId({ rewardId, n }: { rewardId: string; n: number }): string {
  return `resend/${rewardId}/${n}`;
}

export function orderWorkflowId(orderId: string): string {
  return `order/${orderId}`;
}

export function rechargeWorkflowId(rechargeId: string): string {
  return `recharge/${rechargeId}`;
}

export function approvalWorkflowId(distributionId: string): string {
  return `approval/${distributionId}`;
}

export function accessMailWorkflowId(mailId: string): string {
  return `access-mail/${mailId}`;
}

export function webhooksWorkflowId(endpointId: string): string {
  return `webhooks/${endpointId}`;
}

export const SWEEPER_SCHEDULE_ID = 'sweeper';

/** Search attributes of the long workflows, all keywords; registered by `temporal/keep-temporal.ts`. */
export const searchAttributeNames = [
  'CompanyId',
  'DistributionId',
  'Method',
  'DistributionStatus',
  'TicketStatus',
  'OrderStatus',
  'RechargeStatus',
  'ApprovalStatus',
] as const;

/** At most this many rewards in one slice, and in one look of the long road. */
export const MAX_SLICE_REWARDS = 125;

/** A run of `dispatch` takes at most this many, so that no history grows long. */
export const MAX_RUN_DISTRIBUTIONS = 100;
export const MAX_RUN_REWARDS = 500;

export interface DispatchInput {
  distributionIds: string[];
}

/** A part of a large run: the slices of up to 500 rewards, in a history of their own. */
export type DispatchPartInput = SendPlan;

/** A run of more than 500 rewards is cut into parts, so that no history grows with a send. */
export const MAX_PART_SLICES = 5;

export function partWorkflowId(runWorkflowId: string, part: number): string {
  return `${runWorkflowId}/part-${part}`;
}

export interface DistributePointsInput {
  distributionId: string;
  /** Of runs that began before each mail had a window of its own; carried over by continue-as-new. */
  mailFailure?: MailFailure;
}

/** Mails of a distribution that failed for the moment: since when, and how many rounds were tried. */
export interface MailFailure {
  sinceMilliseconds: number;
  rounds: number;
}

export interface RecipientRegisteredSignal {
  rewardIds: string[];
}

/**
 * A change of when and whether a waiting distribution is sent. With `eventId` it is written in the
 * database already, and the signal only wakes; without, as an operator sends it, the workflow applies
 * it by the same function of the database.
 */
export interface PlanSignal {
  eventId?: number;
  /** Of `reschedule`: as the API takes it. */
  sendAt?: string;
  timeZone?: string;
}

export type PlanAction = 'cancel' | 'reschedule' | 'sendNow';

/** What became of a change that an operator signalled. */
export type PlanOutcome =
  | 'changed'
  | 'unchanged'
  | 'already_sent'
  | 'not_waiting'
  | 'invalid_send_at'
  | 'not_found';

/** A distribution as its workflow sees it when it asks whether to start. */
export interface DistributionState {
  status: DistributionStatus;
  companyId: string;
  method: string;
  recipients: number;
  /** RFC 3339. */
  sendAt: string | null;
  /** Until there is something to do, by the database's clock; null when it waits for something else. */
  waitMilliseconds: number | null;
  /** These two are not in histories of before there were warnings. */
  takeFunds?: 'now' | 'at_send';
  /** How many days ahead a warning that points are missing is due. */
  warningDays?: number | null;
  /** What is to be sent, when it has started; not together in histories of before that. */
  slices?: Slice[];
  together?: true;
  /** It was one slice, and this activity has sent it: `status` is that of after. */
  sent?: { hasFailed: boolean };
}

/** A run of consecutive rows of one distribution. */
export interface SlicePart {
  distributionId: string;
  firstRow: number;
  lastRow: number;
}

/** What is settled at once: parts of one or several distributions, up to 125 rewards. */
export interface Slice {
  parts: SlicePart[];
}

export interface SendPlan {
  slices: Slice[];
  /** By one activity. Histories of before that have one for each slice, and no such word. */
  together?: true;
}

/** What the long road waits for after a pass over a distribution. */
export interface OpenWork {
  awaitingRegistration: number;
  /** Mails that were not accepted yet, of credited rewards and of invitations. */
  mailsToRetry: number;
  /** Milliseconds until the first unused invitation expires, or null when there is none. */
  nextExpiryMilliseconds: number | null;
  /** Rewards that have not been looked at yet. */
  pending: number;
  /** Milliseconds until the morning of the next of them, or null; not in older histories. */
  nextMorningMilliseconds?: number | null;
  /** Milliseconds until the next reminder of an invitation, or null; not in older histories. */
  nextReminderMilliseconds?: number | null;
  /** Mails that were given up or refused for good, and that no ticket knows of yet. */
  failuresWithoutTicket?: number;
  /** Mails whose own window is over. Neither this nor the next is in older histories. */
  mailsOverdue?: number;
  /** Milliseconds until the next of `mailsToRetry` is due, or null when there is none. */
  nextMailMilliseconds?: number | null;
}

/** A distribution on the long road, with what operators search it by. */
export interface OpenDistribution {
  distributionId: string;
  companyId: string;
  method: string;
  /** Not in histories that were recorded before there were schedules: those were all \`sending\`. */
  status?: DistributionStatus;
}

/** The line that an operator reads in the list of the Temporal UI. */
export function longRoadSummary({ distributionId }: { distributionId: string }): string {
  return `Distribution ${distributionId}: what waits for an approval, its time, funds, people or mail servers`;
}

/** A call of a long road: a signal that starts it when it does not run, or only the start. */
export interface LongRoadCall {
  distributionId: string;
  signal?: { name: keyof typeof signalNames; input: PlanSignal | RecipientRegisteredSignal };
}

/** A distribution that is being sent, with the run that should carry it. */
export interface StrandedRun {
  distributionId: string;
  workflowId: string | null;
  runId: string | null;
}

export interface SupportTicketInput {
  ticketId: string;
}

/** A ticket as its workflow sees it after a look at the clock. */
export interface TendedTicket {
  state: TicketState;
  /** What operators search it by: the state, or that it is answered or breached. */
  status: TicketState | 'answered' | 'breached';
  companyId: string | null;
  distributionId: string | null;
  /** Until the clock warns or escalates; null while it rests. */
  nextAlarmMilliseconds: number | null;
  /** Mails to customer and support that the mail server has not taken yet. */
  mailsLeft: number;
  retry: RetryRules;
}

/** The line that an operator reads in the list of the Temporal UI. */
export function ticketSummary({ ticketId }: { ticketId: string }): string {
  return `Ticket ${ticketId}: the clock to its first answer, and its mails`;
}

export interface ResendEmailInput {
  resendId: string;
}

/** A mail that is to be sent once more. */
export interface WaitingResend {
  companyId: string;
  distributionId: string;
  waitMilliseconds: number;
  retry: RetryRules;
}

/**
 * What became of one try: it is over, it is to be tried again, or only a human can help. `not_yet` was
 * none: it is too early, or another mail of the reward is under way.
 */
export type ResendOutcome = 'over' | 'deferred' | 'refused' | 'not_yet';

/** The line that an operator reads in the list of the Temporal UI. */
export function resendSummary({ rewardId, n }: { rewardId: string; n: number }): string {
  return `Reward ${rewardId}: its mail once more (${n})`;
}

export interface AccessMailInput {
  mailId: string;
}

/** A mail by which somebody gets in, and that the mail server has not taken yet. */
export interface WaitingAccessMail {
  retry: RetryRules;
}

/** The line that an operator reads in the list of the Temporal UI. */
export function accessMailSummary(mailId: string): string {
  return `Mail ${mailId}: a link by which somebody gets in, until the mail server takes it`;
}

export interface FulfilOrderInput {
  orderId: string;
}

/**
 * A report on a parcel. With `eventId` it is written in the database already, and the signal only
 * wakes; without, as an operator sends it, the workflow applies it by the same function.
 */
export interface ParcelSignal {
  eventId?: number;
  /** Of `attemptFailed`: which one, 1 to 3. */
  attempt?: number;
}

/** An order as its workflow sees it after a look at it. */
export interface TendedOrder {
  status: OrderStatus;
  companyId: string;
  attempts: number;
  /** What the carrier is to be told next, or null. */
  errand: CarrierErrand | null;
  /** Mails to the recipient that the mail server has not taken yet. */
  mailsLeft: number;
  isFinal: boolean;
  /** Until the carrier should have reported; null while nothing is awaited of it. */
  reportDueMilliseconds: number | null;
  /** Tickets that were opened and whose workflow has not begun. */
  ticketIds: string[];
  retry: RetryRules;
}

export type CarrierErrand = 'hand_over' | 'cancel' | 'change_address';

/** What became of one call to the carrier: settled either way, to be tried again, or refused. */
export type ErrandOutcome = 'done' | 'deferred' | 'refused';

/** The line that an operator reads in the list of the Temporal UI. */
export function orderSummary({ orderId }: { orderId: string }): string {
  return `Order ${orderId}: its parcel, until it is delivered or the points are back`;
}

export interface ApprovalInput {
  distributionId: string;
}

/** The approval of a send as its workflow sees it after a look at it. */
export interface TendedApproval {
  /** What was decided; `cancelled` when the sender did not wait for it. */
  state: 'waiting' | ApprovalOutcome | 'cancelled';
  companyId: string;
  /** Until the reminder; null when it is over, or was given. */
  nextLookMilliseconds: number | null;
  /** Mails that the mail server has not taken yet. */
  mailsLeft: number;
  retry: RetryRules;
}

/** The line that an operator reads in the list of the Temporal UI. */
export function approvalSummary({ distributionId }: { distributionId: string }): string {
  return `Approval of distribution ${distributionId}: who is asked, reminded and told`;
}

export interface RechargeInput {
  rechargeId: string;
}

/** A recharge as its workflow sees it when it has looked. */
export interface TendedRecharge {
  status: 'awaiting_payment' | 'paid' | 'cancelled' | 'expired';
  companyId: string;
  /** Until the next reminder or the end of its time; null when it is over. */
  nextLookMilliseconds: number | null;
  /** Mails that the mail server has not taken yet. */
  mailsLeft: number;
  retry: RetryRules;
}

/** The line that an operator reads in the list of the Temporal UI. */
export function rechargeSummary({ rechargeId }: { rechargeId: string }): string {
  return `Recharge ${rechargeId}: its invoice, reminders and payment`;
}

export interface DeliverWebhooksInput {
  endpointId: string;
}

/** What became of a round of deliveries to an endpoint, and what comes next. */
export type WebhookRound =
  /** There may be more that is due. */
  | { next: 'now'; companyId: string }
  /** Too many endpoints are told at this moment. */
  | { next: 'when_free' }
  /** Nothing is due: until the next attempt, or null when nothing waits. */
  | { next: 'when_due'; companyId: string; waitMilliseconds: number | null }
  /** It was disabled by itself, and its owners do not know yet. */
  | { next: 'tell_owners' }
  /** It is gone, or disabled. */
  | { next: 'never' };

/** The line that an operator reads in the list of the Temporal UI. */
export function webhooksSummary(endpointId: string): string {
  return `Endpoint ${endpointId}: its webhooks, until nothing waits`;
}
