import type * as english from '../en/overview';

export const overview: typeof english.overview = {
  title: 'Übersicht',
  intro: 'So steht es um Ihre Prämien.',
  welcome: 'Drei Schritte zu Ihrer ersten Prämie.',
  period: 'Zeitraum',
  periods: {
    days7: '7 Tage',
    days30: '30 Tage',
    days90: '90 Tage',
    days365: 'Ein Jahr',
  },
  balance: 'Guthaben',
  held: '{{points}} zurückgelegt',
  toBalance: 'Guthaben ansehen',
  sent: 'Gesendete Punkte',
  sends_one: 'in {{number}} Sendung',
  sends_other: 'in {{number}} Sendungen',
  delivery: 'Zugestellt',
  deliveredOf: '{{delivered}} von {{total}} abgeschlossenen',
  waiting: 'Warten auf Registrierung',
  toInvited: 'Wer ist das?',
  attention: 'Braucht Aufmerksamkeit',
  allIsWell: 'Nichts braucht Ihre Aufmerksamkeit.',
  emailFailed_one: 'Die E-Mail an {{number}} Person kam nicht an',
  emailFailed_other: 'Die E-Mails an {{number}} Personen kamen nicht an',
  notCharged_one: '{{number}} Zeile ist fehlgeschlagen und wurde nicht berechnet',
  notCharged_other: '{{number}} Zeilen sind fehlgeschlagen und wurden nicht berechnet',
  toFailed: 'Sendungen mit Fehlern ansehen',
  awaitingFunds_one: '{{number}} Sendung wartet auf {{points}}',
  awaitingFunds_other: '{{number}} Sendungen warten auf {{points}}',
  toFunds: 'Ansehen, was auf Guthaben wartet',
  tickets_one: '{{number}} Ticket wartet bis {{time}} auf seine Antwort',
  tickets_other: '{{number}} Tickets warten auf Antwort, das erste bis {{time}}',
  toTickets: 'Offene Tickets ansehen',
  sentBy: {
    day: 'Gesendete Punkte nach Tag',
    week: 'Gesendete Punkte nach Woche',
  },
  day: 'Tag',
  week: 'Woche ab',
  points: 'Punkte',
  sendsTitle: 'Sendungen',
  asTable: 'Als Tabelle zeigen',
  asChart: 'Als Diagramm zeigen',
  chart_one:
    'Diagramm: {{points}} in {{number}} Sendung. Die Tabelle daneben sagt dasselbe in Zahlen.',
  chart_other:
    'Diagramm: {{points}} in {{number}} Sendungen. Die Tabelle daneben sagt dasselbe in Zahlen.',
  recent: 'Neueste Sendungen',
  toAll: 'Alle Sendungen',
};

export const firstSteps: typeof english.firstSteps = {
  done: 'Erledigt',
  balance: 'Punkte haben',
  balanceThere: '{{points}} sind in Ihrem Guthaben.',
  balanceMissing: 'Punkte werden von Ihrem Guthaben gesendet. Laden Sie es zuerst auf.',
  recharge: 'Aufladen',
  campaign: 'Aussehen wählen',
  campaignText:
    'Eine Kampagne ist die E-Mail, die die Prämie überbringt. Nehmen Sie eine fertige, oder gestalten Sie eine eigene. Das hat Zeit.',
  toCampaigns: 'Kampagnen ansehen',
  send: 'Erste Prämie senden',
  sendText:
    'An eine Person mit dem Formular oder an viele mit einer Datei. Sie sehen, was geschehen wird, bevor etwas hinausgeht.',
};
