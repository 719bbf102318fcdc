import { type Help, type HelpLinks, helpLinks } from './help';
import { toOneLine } from '../domain/campaign-text';
import { loadTemplate } from './load-template';

/** What every mail has around its own content: subject, one button, a note, where to turn. */
export function renderMail(mail: MailContent): Mail {
  const view: MailView = {
    subject: toOneLine(mail.subject),
    preheader: toOneLine(mail.preheader),
    contentHtml: mail.contentHtml.trimEnd(),
    contentText: mail.contentText.trimEnd(),
    buttonLabel: mail.buttonLabel,
    buttonUrl: mail.buttonUrl,
    note: mail.note,
    help: helpLinks(mail.help),
    colours: mail.colours ?? BESTOW_COLOURS,
    edge: mail.colours?.buttonEdge ?? null,
  };
  return { subject: view.subject, html: html(view), text: text(view) };
}

export type Mail = { subject: string; html: string; text: string };

type MailContent = {
  subject: string;
  /** What a mail program shows after the subject in its list. */
  preheader: string;
  /** Rendered already, so it goes into the layout unescaped. */
  contentHtml: string;
  contentText: string;
  buttonLabel: string;
  buttonUrl: string;
  /** Said below the button: what the link does later, or what to do when it was not asked for. */
  note: string | null;
  help: Help;
  /** Of a campaign; without them the mail has our own. */
  colours?: MailColours & { buttonEdge: string };
};

type MailColours = {
  darkHero: string;
  link: string;
  darkLink: string;
  button: string;
  buttonText: string;
  darkButton: string;
  darkButtonText: string;
};

const BESTOW_COLOURS: MailColours = {
  darkHero: '#0f3f3a',
  link: '#0b5f56',
  darkLink: '#86d8c8',
  button: '#0b5f56',
  buttonText: '#ffffff',
  darkButton: '#86d8c8',
  darkButtonText: '#06302b',
};

type MailView = Omit<MailContent, 'help' | 'colours'> & {
  help: HelpLinks;
  colours: MailColours;
  edge: string | null;
};

const html = loadTemplate<MailView>(__dirname, 'mail.html.hbs', 'html');
const text = loadTemplate<MailView>(__dirname, 'mail.text.hbs', 'text');
