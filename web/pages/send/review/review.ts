import type { DraftConfirmation } from '../../../../contracts/drafts';
import type { Outputs } from '../../../client/trpc';
import type { Choices } from '../choices';

export type Preview = Extract<Outputs['distributions']['create'], { dryRun: true }>;
export type Draft = Outputs['drafts']['get'];
export type Distribution = Outputs['drafts']['distribute'];

/** What would happen if it were sent now: what the dialogs before a send are about. */
export interface Review {
  /** Those who would be charged, and their points in all. */
  people: number;
  points: number;
  balance: number;
  shortfall: number;
  /** The company's limit that it exceeds, so that it waits for an approval; else null. */
  approvalLimit: number | null;
  counts: { credited: number; registered: number; invited: number; failing: number };
  /** The first of the people who are not registered; how many there are is in `counts`. */
  unregisteredNames: readonly string[];
  failingNames: readonly string[];
  suggestedRemovals: readonly { row: number; name: string; points: number }[];
  /** What must be confirmed by itself, since it is easily a mistake. */
  toConfirm: readonly DraftConfirmation[];
}

export interface Decisions {
  isUnregisteredDecided: boolean;
  funds: 'enough' | 'wait' | 'recharge' | undefined;
}

export const UNDECIDED: Decisions = { isUnregisteredDecided: false, funds: undefined };

export type Step = 'nothing' | 'unregistered' | 'shortfall' | 'confirm';

/** What is to be decided next: who, then whether the points are there, then all of it. */
export function nextStep(review: Review, decisions: Decisions, choices: Choices): Step {
  const { people, counts, shortfall } = review;
  if (people === 0) return 'nothing';
  if (counts.registered + counts.invited > 0 && !decisions.isUnregisteredDecided) {
    return 'unregistered';
  }
  if (shortfall > 0 && !takesLater(choices) && decisions.funds === undefined) return 'shortfall';
  return 'confirm';
}

/** Whether the points are taken when it goes out: then today's balance decides nothing. */
export function takesLater({ when, takeFunds }: Choices): boolean {
  return when !== 'now' && takeFunds === 'at_send';
}

/** What becomes of the send if the points are not there when they are taken. */
export function ifInsufficientOf(decisions: Decisions, choices: Choices): 'fail' | 'wait' {
  const waits = decisions.funds === 'wait' || decisions.funds === 'recharge';
  return waits || takesLater(choices) ? 'wait' : 'fail';
}

export function reviewOfPreview(preview: Preview): Review {
  const { rewards, counts } = preview;
  const named = (outcomes: readonly string[]) =>
    rewards.filter(({ outcome }) => outcomes.includes(outcome)).map(nameOf);
  const isWarned = (code: DraftConfirmation) =>
    rewards.some(
      ({ outcome, warnings }) =>
        outcome !== 'will_fail' && warnings.some((warning) => warning.code === code),
    );
  return {
    people: preview.valid,
    points: preview.required,
    balance: preview.balance,
    shortfall: preview.shortfall,
    approvalLimit: preview.approvalLimit,
    counts: {
      credited: counts.will_be_credited,
      registered: counts.will_be_registered,
      invited: counts.will_be_invited,
      failing: counts.will_fail,
    },
    unregisteredNames: named(['will_be_registered', 'will_be_invited']),
    failingNames: named(['will_fail']),
    suggestedRemovals: preview.suggestedRemovals,
    toConfirm: (['duplicate_in_file', 'sent_recently'] as const).filter(isWarned),
  };
}

export function reviewOfDraft({ totals, groups, items, ...draft }: Draft): Review {
  const named = (outcomes: readonly string[]) =>
    items.filter(({ outcome }) => outcomes.includes(outcome)).map(nameOf);
  const failing = [...UNSENDABLE, 'invalid'] as const;
  return {
    people: totals.valid,
    ...{ points: totals.points, balance: totals.balance, shortfall: totals.shortfall },
    approvalLimit: totals.approvalLimit,
    counts: {
      credited: groups.will_be_credited,
      registered: groups.will_be_registered,
      invited: groups.will_be_invited,
      failing: failing.reduce((sum, outcome) => sum + groups[outcome], 0),
    },
    unregisteredNames: named(['will_be_registered', 'will_be_invited']),
    failingNames: named(failing),
    suggestedRemovals: draft.suggestedRemovals,
    toConfirm: draft.toConfirm,
  };
}

const UNSENDABLE = [
  'not_registered',
  'registered_elsewhere',
  'admin',
  'already_sent_again',
] as const;

function nameOf({ name, email }: { name: string; email: string }): string {
  return name === '' ? email : name;
}
