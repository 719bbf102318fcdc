import type * as english from '../en/shell';

export const shell: typeof english.shell = {
  product: 'Bestow',
  skip: 'Zum Inhalt springen',
  mainNavigation: 'Hauptnavigation',
  openNavigation: 'Navigation öffnen',
  closeNavigation: 'Navigation schließen',
  account: 'Konto: {{name}}',
  signOut: 'Abmelden',
  appearance: 'Darstellung',
  light: 'Hell',
  dark: 'Dunkel',
  system: 'Wie das System',
  language: 'Sprache',
  loading: 'Wird geladen',
  close: 'Schließen',
  cancel: 'Abbrechen',
  tooLate: 'Das ist nicht mehr möglich.',
  overview: 'Übersicht',
  send: 'Senden',
  distributions: 'Sendungen',
  recipients: 'Empfänger',
  campaigns: 'Kampagnen',
  balance: 'Guthaben',
  tickets: 'Tickets',
  settings: 'Einstellungen',
  support: 'Support',
  finance: 'Zahlungen',
  catalogue: 'Katalog',
};

export const help: typeof english.help = {
  title: 'Hilfe und Kontakt',
  open: 'Hilfe',
  intro: 'Sie kommen nicht weiter? Ein Mensch antwortet innerhalb von 24 Stunden.',
  ticket: 'Ticket eröffnen',
  email: 'E-Mail an {{address}}',
  whatsapp: 'WhatsApp {{number}}',
  docs: 'API-Referenz',
  shortcuts: 'Tastenkürzel',
};

export const palette: typeof english.palette = {
  title: 'Seite oder Aktion',
  open: 'Suchen',
  placeholder: 'Wohin möchten Sie, oder was möchten Sie tun?',
  nothing: 'Nichts heißt so. Versuchen Sie „senden“ oder „Guthaben“.',
  goTo: 'Zu {{page}}',
  searchSends: 'Sendungen nach „{{text}}“ durchsuchen',
  results: 'Seiten und Aktionen',
};

export const shortcuts: typeof english.shortcuts = {
  title: 'Tastenkürzel',
  palette: 'Seiten und Aktionen suchen',
  newSend: 'Punkte senden',
  goTo: 'Zu {{page}}',
  nextTicket: 'In der Liste der Tickets: das nächste',
  ticketBefore: 'In der Liste der Tickets: das vorige',
  help: 'Diese Übersicht zeigen',
  focusMain: 'Zum Inhalt springen',
  note: 'Einzelne Buchstaben wirken, solange kein Feld den Fokus hat.',
  thenKey: 'dann',
};

export const session: typeof english.session = {
  title: 'Bei Bestow anmelden',
  intro: 'Senden Sie Ihren Leuten Punkte und sehen Sie, dass sie ankommen.',
  email: 'E-Mail',
  password: 'Passwort',
  code: 'Code Ihrer Authenticator-App',
  codeHint: '6 Ziffern oder ein Wiederherstellungscode',
  signIn: 'Anmelden',
  forgot: 'Passwort vergessen?',
  codeMissing: 'Geben Sie den Code ein.',
  codeLost:
    'Kein Telefon und kein Wiederherstellungscode? Fragen Sie einen Inhaber Ihrer Firma oder schreiben Sie an {{address}}.',
  otherAccount: 'Mit einem anderen Konto anmelden',
  recoveryUsed:
    'Dieser Wiederherstellungscode ist verbraucht. Ihr Konto zeigt, wie viele noch übrig sind.',
  resetTitle: 'Neues Passwort setzen',
  resetIntro:
    'Geben Sie Ihre E-Mail-Adresse ein: Sie erhalten einen Link, mit dem Sie ein neues Passwort setzen.',
  sendLink: 'Link senden',
  resetSentTitle: 'Sehen Sie in Ihr Postfach',
  resetSent:
    'Wenn {{email}} ein Konto hat, ist eine Mail unterwegs. Ihr Link gilt 60 Minuten. Nichts da? Sehen Sie im Spam-Ordner nach oder versuchen Sie es erneut.',
  askAgain: 'Erneut anfordern',
  backToSignIn: 'Zurück zur Anmeldung',
  newPassword: 'Neues Passwort',
  newPasswordHint: 'Mindestens 12 Zeichen. Mehrere Wörter merkt man sich leicht.',
  newPasswordMissing: 'Wählen Sie ein Passwort.',
  resetFor: 'Für {{email}}. Sie werden überall abgemeldet und melden sich damit neu an.',
  setPassword: 'Passwort setzen',
  resetDoneTitle: 'Ihr Passwort ist gesetzt',
  resetDone: 'Sie wurden überall abgemeldet. Melden Sie sich mit dem neuen Passwort an.',
  askForLink: 'Neuen Link anfordern',
  invitationTitle: '{{company}} beitreten',
  invitationOver: 'Ihrem Team beitreten',
  invitationText: 'Sie treten in der Rolle „{{role}}“ mit der Adresse {{email}} bei.',
  yourName: 'Ihr Name',
  nameMissing: 'Geben Sie Ihren Namen ein.',
  join: 'Dem Team beitreten',
  emailMissing: 'Geben Sie Ihre E-Mail-Adresse ein.',
  passwordMissing: 'Geben Sie Ihr Passwort ein.',
  againTitle: 'Zum Fortfahren anmelden',
  expired:
    'Sie wurden nach längerer Zeit abgemeldet. Nichts von Ihren Eingaben ist verloren: Melden Sie sich an, dann geht es weiter.',
  elsewhere:
    'Sie haben sich in einem anderen Tab abgemeldet. Ihre Eingaben hier sind nicht verloren: Melden Sie sich wieder an.',
  asSomebodyElse: 'Nicht Sie? Diese Seite verlassen und als jemand anderes anmelden',
};

export const connection: typeof english.connection = {
  lost: 'Keine Verbindung zu Bestow. Es wird von selbst weiter versucht; Ihre Eingaben sind nicht verloren.',
  tryNow: 'Jetzt versuchen',
};

export const errors: typeof english.errors = {
  title: 'Diese Seite konnte nicht gezeigt werden',
  unexpected: 'Auf dieser Seite ist etwas schiefgegangen.',
  unexpectedNext: 'Laden Sie die Seite neu. Ihre Eingaben bleiben erhalten.',
  noConnection: 'Es besteht keine Verbindung zu Bestow.',
  noConnectionNext:
    'Prüfen Sie Ihr Netzwerk und versuchen Sie es erneut. Ihre Eingaben sind nicht verloren.',
  requestId: 'Anfrage {{id}}',
  requestIdHint: 'Nennen Sie dies dem Support: Damit findet er, was geschehen ist.',
  reload: 'Seite neu laden',
  tryAgain: 'Erneut versuchen',
  notFoundTitle: 'Hier ist nichts',
  notFound: 'Vielleicht ist die Adresse vertippt, oder ihr Ziel gehört einer anderen Firma.',
  toOverview: 'Zur Übersicht',
  copy: 'Kopieren',
  copied: 'Kopiert',
};
