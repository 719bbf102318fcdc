import type { TicketState } from '../../domain/tickets';
import { citationLines } from '../../emails/citation-lines';
import type { Help } from '../../emails/help';
import { loadTemplate } from '../../emails/load-template';
import { type Language, textsIn } from './language';
import { layout } from './layout';
import type { PageTexts } from './texts/en';

/**
 * What somebody who wrote to support reads and answers, by the link in support's mail: the messages,
 * oldest first, and a form that posts `text`. Opening the page changes nothing.
 */
export function ticketPage(props: TicketPageProps): string {
  const { formats, ticket: t } = textsIn(props.language);
  const contentHtml = template({
    t,
    sent: props.sent ?? false,
    heading: t.title(props.number),
    subject: t.subjects[props.subject] ?? props.subject,
    standing: t.standings[props.state],
    messages: props.messages.map(({ author, text, at }) => ({
      author: t[author],
      at: formats.dateTime(at),
      lines: citationLines(text),
    })),
    formAction: props.formAction,
    hiddenFields: props.hiddenFields ?? {},
    text: props.text ?? '',
    problem: props.problem ?? null,
  });
  // A screen reader says the title first: it says when the message was refused.
  const title = props.problem ? t.titleRefused(props.number) : t.title(props.number);
  return layout({ ...props, title, contentHtml });
}

export type TicketPageProps = {
  language: Language;
  /** For people: T-1042. */
  number: string;
  subject: string;
  state: TicketState;
  messages: readonly { author: 'you' | 'support'; text: string; at: Date }[];
  formAction: string;
  hiddenFields?: Record<string, string> | undefined;
  /** Whether a message was sent just now. */
  sent?: boolean | undefined;
  /** What was typed and refused. */
  text?: string | undefined;
  problem?: string | undefined;
  help: Help;
};

type TicketView = {
  t: PageTexts['ticket'];
  sent: boolean;
  heading: string;
  subject: string;
  standing: string;
  messages: { author: string; at: string; lines: string[] }[];
  formAction: string;
  hiddenFields: Record<string, string>;
  text: string;
  problem: string | null;
};

const template = loadTemplate<TicketView>(__dirname, 'ticket-page.hbs', 'html');
