import type { MailFailure } from './mail-failures';
import type { ParcelCause, PaymentCause } from './tickets';

/** The subject of a ticket that opened by itself. */
export const machineSubjects: Record<MailFailure, string> = {
  mailbox_not_found: 'E-mails went to addresses that do not exist',
  mailbox_full: 'E-mails met full mailboxes',
  mail_blocked: 'E-mails of the platform are blocked by a mail server',
  mail_policy: 'E-mails are not let in by a rule of the recipients’ organisation',
  mailbox_unreachable: 'E-mails came back: the recipients’ mail server was away',
  mailbox_rejected: 'E-mails were refused for good',
  mail_server_unreachable: 'E-mails could not be handed over in time',
};

/** Of a ticket about an order that opened by itself. */
export const parcelSubjects: Record<ParcelCause, string> = {
  parcel_not_reported: 'Nobody has reported on a parcel',
  parcel_contradicted: 'The carrier contradicts how an order has ended',
  carrier_unreachable: 'An order cannot be handed to the carrier',
  carrier_refused: 'The carrier refused an order',
};

/** Of a ticket about a payment that opened by itself. */
export const paymentSubjects: Record<PaymentCause, string> = {
  payment_refused: 'A payment has come and was not credited',
};
