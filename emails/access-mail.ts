import type { AccessMailContent } from '../domain/access-mail';
import { renderAccountEmail } from './account-email';
import type { Help } from './help';
import type { Mail } from './render-mail';
import { renderSignInEmail } from './sign-in-email';

/**
 * A mail by which somebody gets in, ready for the mailer. However often it is sent it is one mail, with
 * one Message-ID; the minutes that its link works are those that are left.
 */
export function composeAccessMail(mail: WrittenAccessMail, place: Place): ComposedAccessMail {
  return {
    messageKey: `${mail.id}.access`,
    fromName: 'Bestow',
    toName: mail.toName,
    toAddress: mail.toAddress,
    ...render(mail, place),
  };
}

export interface ComposedAccessMail extends Mail {
  messageKey: string;
  fromName: string;
  toName: string;
  toAddress: string;
}

export interface WrittenAccessMail {
  id: string;
  content: AccessMailContent;
  toName: string;
  toAddress: string;
  linkId: string | null;
  expiresAt: Date;
}

interface Place {
  publicUrl: string;
  supportEmail: string;
  supportWhatsapp: string;
  /** Derives a link's token from its id. */
  tokenOf: (linkId: string) => string;
  now: Date;
}

function render(
  { content, toName: name, linkId, expiresAt }: WrittenAccessMail,
  { publicUrl, supportEmail, supportWhatsapp, tokenOf, now }: Place,
): Mail {
  const help: Help = { supportEmail, whatsapp: supportWhatsapp, ticketUrl: `${publicUrl}/help` };
  const link = (path: string) => `${publicUrl}${path}/${linkId === null ? '' : tokenOf(linkId)}`;
  const minutesLeft = Math.max(1, Math.round((expiresAt.getTime() - now.getTime()) / 60_000));
  switch (content.kind) {
    case 'invitation':
      return renderAccountEmail({ ...content, expiresAt, url: link('/invitation'), help });
    case 'reset': {
      const url = link('/reset-password');
      return content.isFirst
        ? renderAccountEmail({ kind: 'welcome', name, expiresAt, url, help })
        : renderAccountEmail({ kind: 'reset', name, expiresInMinutes: minutesLeft, url, help });
    }
    case 'password_changed': {
      const url = `${publicUrl}/reset-password`;
      return renderAccountEmail({ ...content, name, at: new Date(content.at), url, help });
    }
    case 'sign_in': {
      const query = content.next === '/wallet' ? '' : `?next=${encodeURIComponent(content.next)}`;
      return renderSignInEmail({
        ...{ recipientName: name, expiresInMinutes: minutesLeft, help },
        url: `${link('/wallet/sign-in')}${query}`,
      });
    }
  }
}
