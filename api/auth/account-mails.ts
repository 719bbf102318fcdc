import { randomUUID } from 'node:crypto';
import type { PersonRecord } from '../../db/persons';
import { type AccountEmailProps, renderAccountEmail } from '../../emails/account-email';
import type { Services } from '../context';
import { helpOf } from '../where-to-turn';

/**
 * Mails a person about the own account, after the answer: how long it takes would tell a stranger who
 * has an account. A mail that does not leave is in the log, and the person asks once more.
 */
export function mailPerson(
  services: Services,
  { name, email }: Pick<PersonRecord, 'name' | 'email'>,
  mail: { kind: 'reset'; token: string; expiresInMinutes: number } | { kind: 'password_changed' },
): void {
  const { settings, mailer, log } = services;
  const { publicUrl } = settings;
  const props: AccountEmailProps =
    mail.kind === 'reset'
      ? {
          ...{ kind: 'reset', name, expiresInMinutes: mail.expiresInMinutes },
          url: `${publicUrl}/reset-password/${mail.token}`,
          help: helpOf(settings),
        }
      : {
          ...{ kind: 'password_changed', name, at: new Date() },
          url: `${publicUrl}/reset-password`,
          help: helpOf(settings),
        };
  mailer
    .send({
      messageKey: `${randomUUID()}.account`,
      ...{ fromName: 'Bestow', toName: name, toAddress: email },
      ...renderAccountEmail(props),
    })
    .then((sent) => {
      if (sent.outcome === 'accepted') return;
      log.warn({ outcome: sent, kind: mail.kind }, 'A mail about an account was not accepted');
    })
    .catch((error: unknown) => {
      log.error({ err: error, kind: mail.kind }, 'A mail about an account could not be sent');
    });
}
