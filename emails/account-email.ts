import type { AdminRole } from '../domain/permissions';
import { formatDateTime } from './format';
import type { Help } from './help';
import { loadTemplate } from './load-template';
import { type Mail, renderMail } from './render-mail';

/** The mails about people's own accounts: an invitation to a team, a link to set a first or a new password. */
export function renderAccountEmail(props: AccountEmailProps): Mail {
  const words = wordsOf(props);
  const view: AccountView = {
    heading: words.heading,
    name: props.kind === 'invitation' ? null : props.name,
    paragraphs: words.paragraphs,
  };
  return renderMail({
    subject: words.subject ?? words.heading,
    preheader: words.paragraphs[0] ?? words.heading,
    contentHtml: html(view),
    contentText: text(view),
    buttonLabel: words.buttonLabel,
    buttonUrl: props.url,
    note: words.note,
    help: props.help,
  });
}

export type AccountEmailProps = { url: string; help: Help } & (
  | {
      kind: 'invitation';
      companyName: string;
      inviterName: string;
      role: AdminRole;
      expiresAt: Date;
    }
  | { kind: 'welcome'; name: string; expiresAt: Date }
  | { kind: 'reset'; name: string; expiresInMinutes: number }
  | { kind: 'password_changed'; name: string; at: Date }
);

type AccountView = { heading: string; name: string | null; paragraphs: string[] };

interface Words {
  heading: string;
  /** Without it, the heading. */
  subject?: string;
  paragraphs: string[];
  buttonLabel: string;
  note: string;
}

function wordsOf(props: AccountEmailProps): Words {
  switch (props.kind) {
    case 'invitation':
      return {
        heading: 'Join your team on Bestow',
        subject: `Join ${props.companyName} on Bestow`,
        paragraphs: [
          `${props.inviterName} invites you to ${props.companyName}. ${mayDo[props.role]}`,
          `The link works once, until ${formatDateTime(props.expiresAt)}.`,
        ],
        buttonLabel: 'Accept the invitation',
        note: 'If you do not know this company, ignore this mail: nothing happens without you.',
      };
    case 'welcome':
      return {
        heading: 'Welcome to Bestow',
        paragraphs: [
          'You have an account at Bestow, and it needs a password.',
          `The link works once, until ${formatDateTime(props.expiresAt)}. Later, ask for another at the sign-in page.`,
        ],
        buttonLabel: 'Set a password',
        note: 'If you do not know of this, ignore this mail: nobody can sign in without you.',
      };
    case 'reset':
      return {
        heading: 'Set a new password',
        paragraphs: [
          `Somebody, most likely you, asked to set a new password. The link works once, within ${props.expiresInMinutes} minutes.`,
        ],
        buttonLabel: 'Set a new password',
        note: 'If you did not ask for it, ignore this mail: your password stays as it is.',
      };
    case 'password_changed':
      return {
        heading: 'Your password was changed',
        paragraphs: [
          `It was changed on ${formatDateTime(props.at)}, and you were signed out everywhere else. If it was you, there is nothing to do.`,
          'If it was not you, set a new password now, and tell us: where to turn stands below.',
        ],
        buttonLabel: 'Set a new password',
        note: 'You receive this whenever your password changes.',
      };
  }
}

const mayDo: Record<AdminRole, string> = {
  owner: 'As an owner you can do everything, also manage the team.',
  admin: 'As an admin you send points and manage the team and its settings.',
  approver: 'As an approver you send points, and approve what others send.',
  finance: 'As finance you approve what others send, and look after the balance and its recharges.',
  viewer: 'As a viewer you see what is sent, and ask support when something is wrong.',
};

const html = loadTemplate<AccountView>(__dirname, 'account-email.html.hbs', 'html');
const text = loadTemplate<AccountView>(__dirname, 'account-email.text.hbs', 'text');
