import { formatDuration } from '../../emails/format';
import type { Help } from '../../emails/help';
import { loadTemplate } from '../../emails/load-template';
import { layout } from './layout';

/**
 * The form that opens a ticket, posted to `/help` as `email`, `about` and `text`. Once sent, it says
 * the ticket's number and until when a person answers.
 */
export function helpPage(props: HelpPageProps): string {
  const contentHtml = template({
    sentNumber: props.sentNumber ?? null,
    promise: formatDuration(props.answerSeconds),
    signedInAs: props.signedInAs ?? null,
    email: props.email ?? '',
    text: props.text ?? '',
    didNotArrive: props.didNotArrive ?? false,
    problem: props.problem ?? null,
  });
  return layout({ title: titleOf(props), contentHtml, help: props.help });
}

export type HelpPageProps = {
  help: Help;
  /** How soon a person answers. */
  answerSeconds: number;
  /** The number of the ticket that was opened. */
  sentNumber?: string | undefined;
  /** The address of who is signed in: it is not asked for then. */
  signedInAs?: string | undefined;
  email?: string | undefined;
  text?: string | undefined;
  didNotArrive?: boolean | undefined;
  problem?: string | undefined;
};

type HelpView = {
  sentNumber: string | null;
  promise: string;
  signedInAs: string | null;
  email: string;
  text: string;
  didNotArrive: boolean;
  problem: string | null;
};

const template = loadTemplate<HelpView>(__dirname, 'help-page.hbs', 'html');

// A screen reader says the title first: it says when the form was refused.
function titleOf({ problem, sentNumber }: HelpPageProps): string {
  if (problem) return 'Not sent yet: help';
  return sentNumber === undefined ? 'Help' : `Your ticket ${sentNumber}`;
}
