import type * as english from '../en/tickets';

export const tickets: typeof english.tickets = {
  title: 'Tickets',
  intro:
    'Ihre Fragen an den Support und was von selbst eröffnet wurde. Ein Mensch antwortet innerhalb von 24 Stunden.',
  filterState: 'Zustand',
  all: 'Alle',
  subject: 'Betreff',
  state: 'Zustand',
  due: 'Antwort bis',
  created: 'Eröffnet',
  resolved: 'Gelöst',
  byItself: 'von selbst eröffnet',
  overdue: 'Überfällig',
  answered: 'Beantwortet',
  emptyTitle: 'Keine Tickets',
  emptyText:
    'Stimmt etwas nicht, oder ist etwas unklar? Eröffnen Sie ein Ticket; ein Mensch antwortet innerhalb von 24 Stunden.',
  noneTitle: 'Kein Ticket ist in diesem Zustand',
  noneText: 'Wählen Sie einen anderen Zustand, um mehr zu sehen.',
  messages: 'Nachrichten',
  reply: 'Ihre Nachricht',
  replyReopens: 'Das Ticket ist gelöst. Ihre Nachricht öffnet es wieder.',
  send: 'Senden',
  cause: 'Anliegen',
  openedBy: 'Eröffnet von',
  about: 'Es geht um',
  opener: {
    workflow: 'Bestow, von selbst',
    admin: 'Ihrer Firma',
    recipient: 'dem Empfänger',
  },
  author: {
    support: 'Support',
    company: 'Ihre Firma',
    recipient: 'Empfänger',
  },
  meaning: {
    open: 'Der Support ist daran.',
    waiting_for_customer: 'Der Support wartet auf Ihre Antwort.',
    resolved: 'Das ist erledigt. Eine Nachricht öffnet es wieder.',
  },
  moreRewards: 'und {{number}} weitere',
};

export const newTicket: typeof english.newTicket = {
  title: 'Ticket eröffnen',
  intro:
    'Ein Mensch im Support liest es und antwortet innerhalb von 24 Stunden, hier und per E-Mail.',
  cause: 'Worum geht es?',
  subject: 'Betreff',
  text: 'Was ist geschehen, und was brauchen Sie?',
  textHint: 'Namen und Adressen helfen. Zeilenumbrüche bleiben erhalten.',
  cancelHint:
    'Der Support kann zurücknehmen, was nicht ausgegeben ist. Schreiben Sie, welche Prämien und warum.',
  subjectWrong: 'Geben Sie einen einzeiligen Betreff mit höchstens 200 Zeichen ein.',
  textWrong: 'Schreiben Sie einen Text mit höchstens 5.000 Zeichen.',
  send: 'An den Support senden',
};

export const ticketState: typeof english.ticketState = {
  open: 'Offen',
  waiting_for_customer: 'Wartet auf Sie',
  resolved: 'Gelöst',
};

export const ticketCause: typeof english.ticketCause = {
  mailbox_not_found: 'Adressen, die es nicht gibt',
  mailbox_full: 'Volle Postfächer',
  mail_blocked: 'E-Mails, die ein Mailserver sperrt',
  mail_policy: 'Eine Regel der Organisation der Empfänger',
  mailbox_unreachable: 'E-Mails, die zurückkamen',
  mailbox_rejected: 'E-Mails, die abgelehnt wurden',
  mail_server_unreachable: 'E-Mails, die nicht übergeben werden konnten',
  wrong_recipient: 'Punkte gingen an die falsche Person',
  cancel_what_was_sent: 'Gesendetes zurücknehmen',
  did_not_arrive: 'Etwas ist nicht angekommen',
  other: 'Etwas anderes',
  parcel_not_reported: 'Ein Paket ohne Nachricht',
  parcel_contradicted: 'Meldungen, die sich widersprechen',
  carrier_unreachable: 'Der Lieferdienst ist nicht erreichbar',
  carrier_refused: 'Der Lieferdienst hat eine Bestellung abgelehnt',
  payment_refused: 'Eine Zahlung, die nicht gutgeschrieben wurde',
};
