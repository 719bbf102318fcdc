import { useTranslation } from 'react-i18next';
import { sayReason, saySubject } from '../texts/reason-language';

/**
 * What the server says of a reason, a row or a ticket, in the page's language: in English its own
 * texts. Errors need none of this: `toRefusalView` has said them already.
 */
export function useReasonTexts() {
  // Draws again what was said when the language changes.
  useTranslation();
  return reasonTexts;
}

const reasonTexts = {
  textOf: (issue: { code: string; message: string }): string =>
    sayReason(issue.code, issue.message),
  nextActionOf: (reason: { code: string; nextAction: string }): string =>
    sayReason(reason.code, reason.nextAction),
  /** Of a ticket: what a person wrote stays as it was written. */
  subjectOf: (ticket: { cause: string; openedBy: string; subject: string }): string =>
    ticket.openedBy === 'workflow' ? saySubject(ticket.cause, ticket.subject) : ticket.subject,
};
