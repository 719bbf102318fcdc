import { type AccessMail, createAccessMail } from '../../db/access-mails';
import { markQueuedMail } from '../../db/mark-queued-mail';
import type { PersonRecord } from '../../db/persons';
import { composeAccessMail } from '../../emails/access-mail';
import type { MailOutcome } from '../../activities/mailer';
import type { Services } from '../context';

/**
 * Sends a mail that is written down, at once, since somebody waits for it; Temporal need not be there.
 * What the mail server does not take yet goes on by its workflow.
 */
export async function sendAccessMail(
  services: Services,
  mail: AccessMail,
): Promise<MailOutcome['outcome']> {
  const { mailer, platformDb, settings, linkTokens, log, dispatcher } = services;
  const { kind } = mail.content;
  const sent = await mailer.send(
    composeAccessMail(mail, { ...settings, tokenOf: linkTokens.tokenOf, now: new Date() }),
  );
  const { outcome, detail } = sent;
  const answer = { outcome, detail, windowMilliseconds: null };
  const standing = await markQueuedMail(platformDb, 'access_mails', mail.id, answer);
  if (standing === 'waiting') dispatcher.startAccessMail(mail.id);
  if (outcome !== 'accepted') log.warn({ outcome: sent, kind }, 'A mail was not taken at once');
  return outcome;
}

/**
 * The same after the answer: how long it takes would tell a stranger who has an account. What is not
 * sent because this process ends is found by the sweeper.
 */
export function sendAccessMailLater(
  services: Services,
  mail: Promise<AccessMail | undefined>,
): void {
  mail
    .then((written) => written && sendAccessMail(services, written))
    .catch((error: unknown) => {
      services.log.error({ err: error }, 'A mail by which somebody gets in could not be sent');
    });
}

/** Tells a person that the password was changed, so that who did not do it learns of it. */
export function tellPasswordChanged(
  services: Services,
  { name, email }: Pick<PersonRecord, 'name' | 'email'>,
): void {
  const mail = createAccessMail(services.platformDb, {
    content: { kind: 'password_changed', at: new Date().toISOString() },
    ...{ toName: name, toAddress: email, link: null, minutes: NEWS_MINUTES },
  });
  sendAccessMailLater(services, mail);
}

/** A day: as long as the mail of a reward is tried. */
const NEWS_MINUTES = 24 * 60;
