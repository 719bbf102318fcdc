import type { MailFailure } from '../../../../domain/mail-failures';
import type { ticketReasons as english } from '../../../../domain/ticket-reasons';
import type { ParcelCause, PaymentCause } from '../../../../domain/tickets';
import type { ReasonText } from '../../reason-language';

export const mailFailureReasons: Record<MailFailure, ReasonText> = {
  mailbox_not_found: {
    message: 'Zu dieser E-Mail-Adresse gibt es kein Postfach.',
    nextAction:
      'Klären Sie mit dem Empfänger, wie die Adresse geschrieben wird, und berichtigen Sie sie.',
  },
  mailbox_full: {
    message: 'Das Postfach des Empfängers ist voll.',
    nextAction:
      'Bitten Sie den Empfänger, Platz zu schaffen, und lassen Sie die E-Mail dann noch einmal senden.',
  },
  mail_blocked: {
    message: 'Der Mailserver des Empfängers sperrt E-Mails dieser Plattform.',
    nextAction: 'Der Support kümmert sich darum; inzwischen kann ein Einlöselink übergeben werden.',
  },
  mail_policy: {
    message: 'Eine Regel der Organisation des Empfängers lässt diese E-Mail nicht durch.',
    nextAction:
      'Bitten Sie die IT-Abteilung des Empfängers, E-Mails dieser Plattform zuzulassen, und senden Sie sie dann noch einmal.',
  },
  mailbox_unreachable: {
    message: 'Die E-Mail kam zurück: Der Mailserver des Empfängers war nicht erreichbar.',
    nextAction: 'Prüfen Sie die Domain der Adresse, oder senden Sie die E-Mail später noch einmal.',
  },
  mailbox_rejected: {
    message: 'Der Mailserver des Empfängers hat die E-Mail endgültig abgelehnt.',
    nextAction: 'Prüfen Sie die Adresse mit dem Empfänger.',
  },
  mail_server_unreachable: {
    message: 'Die E-Mail konnte keinem Mailserver übergeben werden.',
    nextAction:
      'Sie müssen nichts tun: Die Punkte sind sicher. Es wird einen Tag lang von selbst wieder versucht, danach übernimmt der Support.',
  },
};

export const ticketReasons: Record<keyof typeof english, ReasonText> = {
  invalid_text: {
    message: 'Der Text fehlt, ist zu lang oder enthält Zeichen, die nicht angezeigt werden können.',
    nextAction:
      'Geben Sie einen Text ohne Steuerzeichen und ohne Zeichen für die Schreibrichtung ein.',
  },
  ticket_changed: {
    message: 'Jemand anderes hat dieses Ticket inzwischen geändert.',
    nextAction: 'Lesen Sie das Ticket noch einmal, und entscheiden Sie dann.',
  },
  not_in_this_state: {
    message: 'Das ist im jetzigen Zustand nicht möglich.',
    nextAction: 'Sehen Sie den jetzigen Zustand an.',
  },
  invalid_resend_at: {
    message: 'Der Zeitpunkt des erneuten Sendens ist vorbei oder liegt mehr als ein Jahr voraus.',
    nextAction:
      'Wählen Sie einen späteren Zeitpunkt in den nächsten 365 Tagen, oder lassen Sie ihn weg, um jetzt zu senden.',
  },
  points_spent: {
    message: 'Die Punkte sind ausgegeben: Sie sind nicht mehr in der Wallet.',
    nextAction: 'Es kann nichts zurückgenommen werden. Klären Sie es im Ticket mit der Firma.',
  },
  second_person_required: {
    message: 'Um so viele Punkte zurückzunehmen, braucht es zwei Personen des Supports.',
    nextAction: 'Bitten Sie eine andere Person des Supports, es zu genehmigen.',
  },
  mail_in_progress: {
    message: 'Die E-Mail zu dieser Prämie wird gerade gesendet.',
    nextAction: 'Versuchen Sie es in zwei Minuten noch einmal.',
  },
  account_activated: {
    message: 'Die Person hat das Konto aktiviert; damit ist bewiesen, dass die Adresse ihr gehört.',
    nextAction:
      'Bitten Sie die Person, sich in der Wallet anzumelden; oder nehmen Sie die Punkte zurück, und senden Sie sie an die richtige Adresse.',
  },
  address_registered: {
    message: 'Diese E-Mail-Adresse hat schon ein eigenes Konto.',
    nextAction:
      'Lassen Sie den Support die Punkte zurücknehmen, und senden Sie sie als neue Prämie an diese Adresse.',
  },
};

/** Of tickets that opened by themselves. */
export const machineSubjects: Record<MailFailure | ParcelCause | PaymentCause, string> = {
  mailbox_not_found: 'E-Mails gingen an Adressen, die es nicht gibt',
  mailbox_full: 'E-Mails trafen auf volle Postfächer',
  mail_blocked: 'Ein Mailserver sperrt E-Mails der Plattform',
  mail_policy: 'Eine Regel der Organisation der Empfänger lässt E-Mails nicht durch',
  mailbox_unreachable: 'E-Mails kamen zurück: Der Mailserver der Empfänger war nicht erreichbar',
  mailbox_rejected: 'E-Mails wurden endgültig abgelehnt',
  mail_server_unreachable: 'E-Mails konnten nicht rechtzeitig übergeben werden',
  parcel_not_reported: 'Zu einem Paket hat sich niemand gemeldet',
  parcel_contradicted: 'Der Paketdienst widerspricht dem Ausgang einer Bestellung',
  carrier_unreachable: 'Eine Bestellung kann dem Paketdienst nicht übergeben werden',
  carrier_refused: 'Der Paketdienst hat eine Bestellung abgelehnt',
  payment_refused: 'Eine Zahlung ist gekommen und wurde nicht gutgeschrieben',
};
