import type { TicketState } from '../../domain/tickets';
import { citationLines } from '../../emails/citation-lines';
import { formatDateTime } from '../../emails/format';
import type { Help } from '../../emails/help';
import { loadTemplate } from '../../emails/load-template';
import { layout } from './layout';

/**
 * What somebody who wrote to support reads and answers, by the link in support's mail: the messages,
 * oldest first, and a form that posts `text`. Opening the page changes nothing.
 */
export function ticketPage(props: TicketPageProps): string {
  const contentHtml = template({
    sent: props.sent ?? false,
    number: props.number,
    subject: props.subject,
    standing: STANDINGS[props.state],
    messages: props.messages.map(({ author, text, at }) => ({
      author: author === 'you' ? 'You' : 'Support',
      at: formatDateTime(at),
      lines: citationLines(text),
    })),
    formAction: props.formAction,
    hiddenFields: props.hiddenFields ?? {},
    text: props.text ?? '',
    problem: props.problem ?? null,
  });
  // A screen reader says the title first: it says when the message was refused.
  const title = `${props.problem ? 'Not sent yet: your' : 'Your'} ticket ${props.number}`;
  return layout({ title, contentHtml, help: props.help });
}

export type TicketPageProps = {
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
  sent: boolean;
  number: string;
  subject: string;
  standing: string;
  messages: { author: string; at: string; lines: string[] }[];
  formAction: string;
  hiddenFields: Record<string, string>;
  text: string;
  problem: string | null;
};

const STANDINGS: Record<TicketState, string> = {
  open: 'Support has your messages, and answers by e-mail.',
  waiting_for_customer: 'Support waits for your answer.',
  resolved: 'This ticket is closed. Write below to open it again.',
};

const template = loadTemplate<TicketView>(__dirname, 'ticket-page.hbs', 'html');
