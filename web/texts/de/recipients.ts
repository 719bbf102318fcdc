import type * as english from '../en/recipients';

export const recipients: typeof english.recipients = {
  title: 'Empfänger',
  intro: 'Die Personen, denen Ihre Firma sendet.',
  search: 'Name oder Adresse',
  state: 'Zustand',
  allStates: 'Alle Zustände',
  person: 'Person',
  received: 'Erhaltene Punkte',
  waiting: 'Wartende Punkte',
  since: 'Seit',
  emptyTitle: 'Noch niemand',
  emptyText: 'Personen erscheinen hier, wenn Sie ihnen zum ersten Mal senden.',
  noneTitle: 'Niemand passt dazu',
  noneText: 'Suchen Sie nach weniger, oder setzen Sie die Filter zurück.',
};

export const recipientStatus: typeof english.recipientStatus = {
  active: 'Aktiv',
  not_activated: 'War noch nicht da',
  invited: 'Eingeladen',
};

export const recipient: typeof english.recipient = {
  rewards: 'Prämien',
  nothing: '{{name}} hat noch nichts erhalten.',
  meaning: {
    active: 'Hat ein Konto und war schon da.',
    not_activated: 'Hat ein Konto und die Punkte, war aber noch nicht da.',
    invited: 'Hat einen Registrierungslink; die Punkte sind zurückgelegt, bis er benutzt wird.',
  },
  timeZone: 'Zeitzone',
  timeZoneHint: 'Für Sendungen, die alle um neun Uhr morgens erreichen.',
  timeZoneOfCompany: 'Wie die Firma: {{zone}}',
  noZone: 'Keine Zeitzone heißt so.',
  clearZone: 'Wie die Firma',
  timeZoneDone: 'Die Zeitzone ist gespeichert.',
};
