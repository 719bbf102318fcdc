import { citationLines } from './citation-lines';
import { formatDateTime } from './format';
import type { Help } from './help';
import { loadTemplate } from './load-template';
import { type Mail, renderMail } from './render-mail';

/**
 * A mail about a ticket: what support answers, to its customer; that an answer is due or was missed,
 * to support. Subjects and answers arrive as typed.
 *
 * @throws RangeError when `dueAt` is an invalid date.
 */
export function renderTicketEmail(props: TicketEmailProps): Mail {
  const words = WORDS[props.kind];
  const number = `T-${props.number}`;
  const quoted = props.text ?? props.subject;
  const view: TicketView = {
    heading: words.heading(number),
    toName: props.toName,
    lead: words.lead(formatDateTime(props.dueAt)),
    quoted,
    quotedLines: citationLines(quoted),
  };
  return renderMail({
    subject: `${words.subject(number)}: ${props.subject}`,
    preheader: view.lead,
    contentHtml: html(view),
    contentText: text(view),
    buttonLabel: words.button,
    buttonUrl: props.url,
    note: null,
    help: props.help,
  });
}

export type TicketEmailProps = {
  /** `answer`: to the customer. `warning`: half of the time is over. `breach`: all of it is. */
  kind: 'answer' | 'warning' | 'breach';
  /** The number for people, without its letter. */
  number: number;
  subject: string;
  toName: string;
  /** The answer; null for the mails to support. */
  text: string | null;
  dueAt: Date;
  url: string;
  help: Help;
};

type TicketView = {
  heading: string;
  toName: string;
  lead: string;
  quoted: string;
  quotedLines: string[];
};

type KindWords = {
  subject: (number: string) => string;
  heading: (number: string) => string;
  lead: (dueAt: string) => string;
  button: string;
};

const WORDS: Record<TicketEmailProps['kind'], KindWords> = {
  answer: {
    subject: (number) => `Answer to your ticket ${number}`,
    heading: (number) => `Your ticket ${number}`,
    lead: () => 'Support has answered your ticket:',
    button: 'Write to support',
  },
  warning: {
    subject: (number) => `Answer due: ticket ${number}`,
    heading: (number) => `Ticket ${number} waits for its first answer`,
    lead: (dueAt) =>
      `Half of the time is over. The answer is promised until ${dueAt}. It is about:`,
    button: 'Open the ticket',
  },
  breach: {
    subject: (number) => `Answer missed: ticket ${number}`,
    heading: (number) => `Ticket ${number} has no answer in time`,
    lead: (dueAt) =>
      `The answer was promised until ${dueAt}. The ticket is urgent now. It is about:`,
    button: 'Open the ticket',
  },
};

const html = loadTemplate<TicketView>(__dirname, 'ticket-email.html.hbs', 'html');
const text = loadTemplate<TicketView>(__dirname, 'ticket-email.text.hbs', 'text');
