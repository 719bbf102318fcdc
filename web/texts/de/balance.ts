import type * as english from '../en/balance';

export const balancePage: typeof english.balancePage = {
  title: 'Guthaben',
  intro: 'Die Punkte, die Ihre Firma senden kann.',
  balance: 'Firmenguthaben',
  balanceNote: 'Kann jetzt gesendet werden.',
  held: 'Zurückgelegt',
  heldNote: 'Für Sendungen, die geplant sind oder auf Registrierungen warten.',
  statement: 'Kontoauszug',
  recharge: 'Aufladen',
  waitingTitle_one: '{{count}} Sendung wartet auf Punkte',
  waitingTitle_other: '{{count}} Sendungen warten auf Punkte',
  waiting_one:
    'Sie braucht {{needed}}, davon fehlen {{missing}}. Sie geht von selbst hinaus, sobald die Punkte da sind.',
  waiting_other:
    'Zusammen brauchen sie {{needed}}, davon fehlen {{missing}}. Sie gehen von selbst hinaus, sobald die Punkte da sind; die am längsten wartende zuerst.',
  invoiced: 'Rechnungen über {{points}} sind offen. Sind sie bezahlt, sind diese Punkte da.',
  openInvoice: 'Rechnung {{invoice}} öffnen',
  rechargeMissing: '{{points}} aufladen',
  showWaiting: 'Wartende zeigen',
  recharges: 'Aufladungen',
  invoice: 'Rechnung',
  noInvoice: 'Von Bestow eingetragen',
  state: 'Zustand',
  points: 'Punkte',
  amount: 'Betrag',
  requested: 'Angefordert',
  emptyTitle: 'Noch keine Aufladung',
  emptyText:
    'Sagen Sie, wie viele Punkte Sie brauchen: Sie bekommen eine Proforma-Rechnung, und die Punkte, sobald sie bezahlt ist.',
};

export const rechargeStatus: typeof english.rechargeStatus = {
  awaiting_payment: 'Wartet auf Zahlung',
  paid: 'Bezahlt',
  cancelled: 'Abgebrochen',
  expired: 'Abgelaufen',
};

export const balanceAlert: typeof english.balanceAlert = {
  title: 'Niedriges Guthaben',
  intro:
    'Inhaber, Admins und Finanzen bekommen eine E-Mail, jedes Mal wenn das Guthaben darunter fällt.',
  off: 'Zurzeit wird niemand benachrichtigt.',
  on: 'Eine E-Mail geht hinaus, wenn das Guthaben unter {{points}} fällt.',
  label: 'Benachrichtigen unter',
  save: 'Speichern',
  turnOff: 'Nicht benachrichtigen',
  saved: 'Die Schwelle ist gespeichert.',
};

export const rechargeForm: typeof english.rechargeForm = {
  title: 'Guthaben aufladen',
  intro:
    'Sie bekommen eine Proforma-Rechnung. Die Punkte sind im Guthaben, sobald sie bezahlt ist.',
  forbidden:
    'Ihre Rolle darf ansehen, nicht aufladen. Fragen Sie einen Inhaber, Admin oder die Finanzen Ihrer Firma.',
  points: 'Punkte',
  perPoint: '{{points}} kosten {{price}}',
  billingReference: 'Ihre Referenz',
  billingReferenceHint: 'Freiwillig: zum Beispiel eine Bestellnummer. Sie steht auf der Rechnung.',
  note: 'Bemerkung',
  noteHint: 'Freiwillig. Sie steht ebenfalls auf der Rechnung.',
  submit: 'Rechnung anfordern',
  submitOver: 'Rechnung über {{points}} anfordern',
};

export const typedPoints: typeof english.typedPoints = {
  missing: 'Geben Sie eine Anzahl Punkte ein, mindestens 1.',
  ambiguous:
    '„{{text}}“ kann {{first}} oder {{second}} heißen. Geben Sie die Punkte ohne Trennzeichen ein.',
  not_a_number: 'Das ist keine Anzahl Punkte. Geben Sie sie in Ziffern ein, wie 1500.',
  not_whole: 'Punkte sind ganze Zahlen: Geben Sie sie ohne Nachkommastellen ein.',
  too_small: 'Geben Sie mindestens 1 Punkt ein.',
  too_large: 'Geben Sie höchstens {{most}} Punkte ein.',
};

export const recharge: typeof english.recharge = {
  title: 'Aufladung über {{points}}',
  back: 'Zurück zum Guthaben',
  details: 'Einzelheiten',
  invoicePdf: 'Rechnung als PDF',
  awaited:
    'Wir warten auf Ihre Zahlung von {{amount}}. Sie kann bis {{day}} bezahlt werden; die Punkte sind einen Augenblick nach dem Eingang im Guthaben.',
  paidTitle: 'Bezahlt: {{points}} sind im Guthaben',
  paid: 'Was auf Punkte gewartet hat, geht von selbst hinaus.',
  cancelled:
    'Diese Aufladung wurde abgebrochen. Bitte bezahlen Sie die Rechnung nicht; fordern Sie stattdessen eine neue an.',
  expired:
    'Die Zahlungsfrist dieser Rechnung ist vorbei. Fordern Sie eine neue an; eine Zahlung, die schon unterwegs ist, klärt unsere Buchhaltung.',
  online: 'Online bezahlen',
  onlineNote: 'Die Punkte sind sofort da.',
  payNow: 'Jetzt bezahlen',
  byTransfer: 'Per Überweisung bezahlen',
  reference: 'Verwendungszweck',
  transferNote:
    'Geben Sie genau diesen Verwendungszweck und Betrag an: Daran findet unsere Buchhaltung Ihre Zahlung. Eine Überweisung dauert ein bis zwei Werktage.',
  copy: '{{name}} {{value}} kopieren',
  invoice: 'Rechnung',
  points: 'Punkte',
  amount: 'Betrag',
  billingReference: 'Ihre Referenz',
  note: 'Bemerkung',
  paymentReference: 'Zahlung',
  requestedAt: 'Angefordert',
  expiresAt: 'Zahlbar bis',
  paidAt: 'Bezahlt',
  endedAt: 'Beendet',
  cancel: 'Aufladung abbrechen',
  cancelConfirm: 'Aufladung jetzt abbrechen',
  cancelSentence:
    'Die Rechnung {{invoice}} kann dann nicht mehr bezahlt werden. Sie können eine neue anfordern.',
};

export const statementPage: typeof english.statementPage = {
  title: 'Kontoauszug',
  zone: 'Jede Änderung Ihres Firmenguthabens. Tage und Zeiten gelten für {{zone}}.',
  caption: 'Auszug des Firmenguthabens',
  period: 'Zeitraum',
  periods: {
    this_month: 'Dieser Monat',
    last_month: 'Letzter Monat',
    this_year: 'Dieses Jahr',
    custom: 'Anderer Zeitraum',
  },
  from: 'Erster Tag',
  to: 'Letzter Tag',
  backwards: 'Der letzte Tag liegt vor dem ersten.',
  show: 'Zeigen',
  opening: 'Anfangsbestand',
  closing: 'Endbestand',
  held: 'Zurückgelegt:',
  export: 'Exportieren',
  formats: { pdf: 'PDF', xlsx: 'Excel (XLSX)', csv: 'CSV' },
  at: 'Zeit',
  what: 'Vorgang',
  about: 'Für',
  points: 'Punkte',
  balance: 'Guthaben danach',
  kinds: {
    recharge: 'Aufladung',
    hold: 'Für eine Sendung zurückgelegt',
    release: 'Aus einer Sendung zurück',
    reverse: 'Vom Support zurückgenommen',
    other: 'Anderes',
  },
  rewards_one: '{{number}} Prämie',
  rewards_other: '{{number}} Prämien',
  emptyTitle: 'Nichts in diesem Zeitraum',
  emptyText:
    'Das Guthaben hat sich an diesen Tagen nicht geändert. Wählen Sie einen anderen Zeitraum.',
};
