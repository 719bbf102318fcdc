import type * as english from '../en/finance';

export const financePage: typeof english.financePage = {
  title: 'Zahlungen',
  intro: 'Bestätigen Sie, was Firmen bezahlt haben; die Punkte sind sofort in ihrem Guthaben.',
  places: 'Seiten der Buchhaltung',
  toConfirm: 'Aufladungen',
  received: 'Eingegangene Zahlungen',
  search: 'Suchen',
  searchHint: 'Rechnungsnummer oder Firma',
  state: 'Zustand',
  invoice: 'Rechnung',
  company: 'Firma',
  amount: 'Betrag',
  points: 'Punkte',
  requested: 'Angefordert',
  emptyTitle: 'Hier ist nichts',
  emptyText: 'Aufladungen erscheinen hier, sobald eine Firma Punkte anfordert.',
  noneTitle: 'Keine Aufladung passt dazu',
  noneText: 'Prüfen Sie die Nummer, oder suchen Sie unter den anderen Zuständen.',
  clear: 'Suche zurücksetzen',
};

export const financeConfirm: typeof english.financeConfirm = {
  open: 'Zahlung bestätigen',
  openFor: 'Zahlung von {{invoice}} bestätigen',
  title: 'Zahlung von {{company}}',
  invoiced: 'Rechnung {{invoice}} lautet über {{amount}} für {{points}}.',
  reference: 'Referenz der Bank',
  referenceHint: 'Wie sie auf dem Kontoauszug steht. Jede bezahlt eine Aufladung.',
  referenceMissing: 'Geben Sie die Referenz der Bank ein.',
  amount: 'Eingegangener Betrag',
  amountHint:
    'Wie die Bank ihn nennt. Ein anderer Betrag als der der Rechnung wird nicht gutgeschrieben.',
  amountMissing: 'Geben Sie den eingegangenen Betrag ein.',
  amountAmbiguous:
    '„{{text}}“ kann {{first}} oder {{second}} heißen. Schreiben Sie den Betrag ohne Tausendertrennzeichen.',
  submit: 'Bestätigen',
  done: '{{points}} sind im Guthaben von {{company}}.',
};

export const payments: typeof english.payments = {
  intro:
    'Alles, was einen Geldeingang gemeldet hat. Was nicht gutgeschrieben wurde, wartet auf eine Entscheidung.',
  received: 'Eingegangen',
  reference: 'Referenz',
  company: 'Firma',
  amount: 'Betrag',
  state: 'Zustand',
  decision: 'Entscheidung',
  states: {
    refused: 'Nicht gutgeschrieben',
    matched: 'Gutgeschrieben',
    settled: 'Erledigt',
    all: 'Alle',
  },
  providers: { bank: 'Überweisung', stripe: 'Stripe', test: 'Testanbieter' },
  decisions: {
    credited: 'Von Hand gutgeschrieben',
    refunded: 'Zurückgezahlt',
    ignored: 'Ignoriert',
  },
  emptyTitle: 'Nichts wartet auf eine Entscheidung',
  emptyText: 'Eine Zahlung, die zu keiner Aufladung passt, erscheint hier mit dem Grund.',
  noneTitle: 'Keine Zahlung passt dazu',
  noneText: 'Wählen Sie einen anderen Zustand.',
};

export const settle: typeof english.settle = {
  open: 'Erledigen',
  openFor: 'Zahlung {{reference}} erledigen',
  title: 'Zahlung erledigen',
  decision: 'Was wurde entschieden?',
  decisionMissing: 'Wählen Sie, was entschieden wurde.',
  decisions: {
    credited: 'Gutschreiben',
    refunded: 'Wurde zurückgezahlt',
    ignored: 'Ignorieren',
  },
  hints: {
    credited: 'Das Guthaben einer Firma steigt um die Punkte, die das Geld bezahlt.',
    refunded: 'Sie haben das Geld zurückgeschickt; hier bewegt sich nichts.',
    ignored: 'Es kam kein Geld, oder es steckt in einer anderen Zahlung; hier bewegt sich nichts.',
  },
  company: 'Firma',
  companyHint: 'Einen Teil des Namens eingeben',
  companyMissing: 'Wählen Sie, wessen Guthaben steigt.',
  companyNone: 'Keine Firma heißt so.',
  points: 'Punkte',
  pointsHint: 'Höchstens so viele, wie der Betrag bezahlt.',
  note: 'Warum',
  noteHint: 'Es wird bei der Zahlung aufbewahrt.',
  noteMissing: 'Sagen Sie, warum; es wird aufbewahrt.',
  submit: 'Zahlung erledigen',
  done: 'Die Zahlung ist erledigt.',
};
