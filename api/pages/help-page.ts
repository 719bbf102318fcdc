import type { Help } from '../../emails/help';
import { loadTemplate } from '../../emails/load-template';
import { type Language, textsIn } from './language';
import { layout } from './layout';
import type { PageTexts } from './texts/en';

/**
 * The form that opens a ticket, posted to `/help` as `email`, `about` and `text`. Once sent, it says
 * the ticket's number and until when a person answers.
 */
export function helpPage(props: HelpPageProps): string {
  const { formats, help: t } = textsIn(props.language);
  const promise = formats.duration(props.answerSeconds);
  const contentHtml = template({
    t,
    sentNumber: props.sentNumber ?? null,
    yourTicket: t.yourTicket(promise),
    intro: t.intro(promise),
    signedInAs: props.signedInAs ?? null,
    email: props.email ?? '',
    text: props.text ?? '',
    didNotArrive: props.didNotArrive ?? false,
    problem: props.problem ?? null,
  });
  return layout({ ...props, title: titleOf(t, props), contentHtml });
}

export type HelpPageProps = {
  language: Language;
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
  t: PageTexts['help'];
  sentNumber: string | null;
  yourTicket: readonly string[];
  intro: string;
  signedInAs: string | null;
  email: string;
  text: string;
  didNotArrive: boolean;
  problem: string | null;
};

const template = loadTemplate<HelpView>(__dirname, 'help-page.hbs', 'html');

// A screen reader says the title first: it says when the form was refused.
function titleOf(t: PageTexts['help'], { problem, sentNumber }: HelpPageProps): string {
  if (problem) return t.titleRefused;
  return sentNumber === undefined ? t.title : t.titleSent(sentNumber);
}
