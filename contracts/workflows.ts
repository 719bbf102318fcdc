import type { RetryRules } from '../domain/retry-rounds';
import type { TicketAction, TicketState } from '../domain/tickets';

/**
 * What processes and workflows agree on: names, ids and payloads. Only ids and settings cross into
 * Temporal, never a name, an address or a text of a person.
 */

export const workflowNames = {
  dispatch: 'dispatch',
  distributePoints: 'distributePoints',
  resendEmail: 'resendEmail',
  supportTicket: 'supportTicket',
  sweeper: 'sweeper',
} as const;

export const signalNames = {
  recipientRegistered: 'recipientRegistered',
  ticketChanged: 'ticketChanged',
  cancel: 'cancel',
} as const;

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

export const SWEEPER_SCHEDULE_ID = 'sweeper';

/** Search attributes of the long workflows, all keywords; registered by `temporal/keep-temporal.ts`. */
export const searchAttributeNames = [
  'CompanyId',
  'DistributionId',
  'Method',
  'DistributionStatus',
  'TicketStatus',
] as const;

/** At most this many rewards in one slice: one transaction, one batch of mails, one heartbeat. */
export const MAX_SLICE_REWARDS = 100;

/** A run of `dispatch` takes at most this many, so that no history grows long. */
export const MAX_RUN_DISTRIBUTIONS = 100;
export const MAX_RUN_REWARDS = 500;

export interface DispatchInput {
  distributionIds: string[];
}

export interface DistributePointsInput {
  distributionId: string;
  /** Carried over by continue-as-new. */
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

/** A run of consecutive rows of one distribution. */
export interface SlicePart {
  distributionId: string;
  firstRow: number;
  lastRow: number;
}

/** What is done in one activity: parts of one or several distributions, up to 100 rewards. */
export interface Slice {
  parts: SlicePart[];
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
  /** Mails that were given up or refused for good, and that no ticket knows of yet. */
  failuresWithoutTicket?: number;
}

/** A distribution on the long road, with what operators search it by. */
export interface OpenDistribution {
  distributionId: string;
  companyId: string;
  method: string;
}

/** The line that an operator reads in the list of the Temporal UI. */
export function longRoadSummary({ distributionId }: { distributionId: string }): string {
  return `Distribution ${distributionId}: what waits for people and mail servers`;
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

/** What became of one try: it is over, it is to be tried again, or only a human can help. */
export type ResendOutcome = 'over' | 'deferred' | 'refused';

/** The line that an operator reads in the list of the Temporal UI. */
export function resendSummary({ rewardId, n }: { rewardId: string; n: number }): string {
  return `Reward ${rewardId}: its mail once more (${n})`;
}
