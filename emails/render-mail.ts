import { type Help, type HelpLinks, helpLinks } from './help';
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
};

type MailView = Omit<MailContent, 'help'> & { help: HelpLinks };

const html = loadTemplate<MailView>(__dirname, 'mail.html.hbs', 'html');
const text = loadTemplate<MailView>(__dirname, 'mail.text.hbs', 'text');

/** A line break in a subject would begin another header: names and citations may hold some. */
function toOneLine(value: string): string {
  return value.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim();
}
