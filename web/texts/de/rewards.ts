import type * as english from '../en/rewards';

export const rewards: typeof english.rewards = {
  search: 'Name, Adresse oder Referenz',
  filterStatus: 'Zustand',
  allStates: 'Alle Zustände',
  clear: 'Filter zurücksetzen',
  none: 'Keine Prämie passt dazu.',
  shown: '{{shown}} von {{total}} Prämien',
};

export const reward: typeof english.reward = {
  back: 'Zurück zur Sendung',
  email: 'E-Mail',
  mobile: 'Mobilnummer',
  expires: 'Einladung endet',
  serverSaid: 'Der Mailserver sagte:',
  meaning: {
    pending: 'Sie geht mit der Sendung hinaus.',
    awaiting_registration:
      'Die Punkte sind zurückgelegt, bis die Person den Registrierungslink benutzt.',
    credited: 'Die Punkte sind gutgeschrieben; die E-Mail wird übergeben.',
    delivered:
      'Die Punkte sind gutgeschrieben, und der Mailserver der Person hat die E-Mail angenommen.',
    failed: 'Es wurde nichts gesendet und nichts berechnet.',
    email_failed: 'Die Punkte sind gutgeschrieben, aber die E-Mail kam nicht an.',
    cancelled: 'Sie wurde abgebrochen, bevor sie hinausging; es wurden keine Punkte genommen.',
    expired:
      'Die Einladung wurde nicht rechtzeitig benutzt; die Punkte sind wieder in Ihrem Guthaben.',
    reversed: 'Der Support hat die Punkte zurückgenommen.',
  },
  resend: 'E-Mail erneut senden',
  resendSentence: '{{email}} bekommt die E-Mail noch einmal. Die Punkte ändern sich nicht.',
  resendDone: 'Die E-Mail geht erneut hinaus.',
  resendPlanned: 'Die E-Mail geht zu dieser Zeit erneut hinaus.',
  resendCancelled: 'Sie geht nicht erneut hinaus.',
  noResend: {
    pending: 'Ihre E-Mail ist noch nicht hinausgegangen.',
    credited: 'Ihre erste E-Mail ist unterwegs.',
    failed: 'Sie wurde nicht gesendet. Korrigieren Sie die Zeile, und senden Sie sie neu.',
    cancelled: 'Sie wurde abgebrochen, es gibt nichts mitzuteilen.',
    expired: 'Die Einladung ist abgelaufen. Senden Sie die Punkte noch einmal.',
    reversed: 'Die Punkte wurden zurückgenommen, es gibt nichts mitzuteilen.',
  },
  changeEmail: 'Adresse ändern',
  changeEmailConfirm: 'Ändern und senden',
  changeEmailSentence:
    '{{name}} bekommt die E-Mail an die neue Adresse. Der Link, der an {{email}} ging, gilt dann nicht mehr. Wer mit der neuen Adresse registriert ist, erhält die Punkte sofort, und nur der Support kann sie zurückholen.',
  changeEmailDone: 'Die E-Mail geht jetzt an {{email}}.',
  changePlanned: 'Ändern',
  changePlannedSentence:
    'Beim Senden bekommt {{name}} die E-Mail an die neue Adresse; an {{email}} geht nichts.',
  changePlannedDone: 'Sie wird an {{email}} gesendet.',
  newEmail: 'Neue E-Mail-Adresse',
  sameEmail: 'Das ist die jetzige Adresse.',
  why: 'Warum',
  whyHint: 'Kann leer bleiben. Es wird mit der Änderung aufbewahrt.',
  noChange: {
    credited: 'Ihre E-Mail ist unterwegs; sehen Sie in einer Minute wieder nach.',
    delivered:
      'Sie ist angekommen, die Punkte gehören dieser Person. War es die falsche, eröffnen Sie ein Ticket.',
    failed: 'Sie wurde nicht gesendet. Korrigieren Sie die Zeile, und senden Sie sie neu.',
    cancelled: 'Sie wurde abgebrochen.',
    expired:
      'Die Einladung ist abgelaufen. Senden Sie die Punkte noch einmal an die richtige Adresse.',
    reversed:
      'Die Punkte wurden zurückgenommen. Senden Sie sie noch einmal an die richtige Adresse.',
  },
  events: {
    accepted: 'Angenommen',
    awaiting_registration: 'Punkte zurückgelegt, bis die Person sich registriert',
    claim_link_made: 'Der Support hat einen Einlöse-Link erstellt',
    failed: 'Fehlgeschlagen, nicht berechnet',
    credited: 'Punkte sind gutgeschrieben',
    invited: 'Einladung übergeben',
    registered: 'Die Person hat sich registriert',
    delivered: 'E-Mail übergeben',
    email_deferred: 'Der Mailserver bittet um Geduld; es wird erneut versucht',
    email_failed: 'E-Mail konnte nicht zugestellt werden',
    email_bounced: 'E-Mail kam zurück',
    invitation_failed: 'Einladung konnte nicht zugestellt werden',
    invitation_bounced: 'Einladung kam zurück',
    email_retried: 'Vom Support erneut versucht',
    address_changed: 'Adresse geändert',
    resend_requested: 'Soll erneut gesendet werden',
    resend_cancelled: 'Erneutes Senden abgebrochen',
    resent: 'Erneut gesendet',
    resend_failed: 'Erneutes Senden fehlgeschlagen',
    resend_deferred: 'Erneutes Senden: Der Mailserver bittet um Geduld',
    reminded: 'Erinnert',
    reminder_deferred: 'Erinnerung: Der Mailserver bittet um Geduld',
    reminder_failed: 'Erinnerung konnte nicht zugestellt werden',
    cancelled: 'Abgebrochen',
    expired: 'Abgelaufen, Punkte zurückgegeben',
    reversed: 'Punkte vom Support zurückgenommen',
  },
};

export const resend: typeof english.resend = {
  title: 'E-Mails erneut senden',
  sentence_one: '{{number}} Person bekommt die E-Mail noch einmal. Die Punkte ändern sich nicht.',
  sentence_other:
    '{{number}} Personen bekommen die E-Mail noch einmal. Die Punkte ändern sich nicht.',
  nothing: 'Noch hat niemand eine E-Mail davon bekommen.',
  who: 'An wen',
  failed_one: 'Nur wo sie fehlgeschlagen ist ({{number}})',
  failed_other: 'Nur wo sie fehlgeschlagen ist ({{number}})',
  all_one: 'An alle, die sie bekamen ({{number}})',
  all_other: 'An alle, die sie bekamen ({{number}})',
  when: 'Wann',
  now: 'Jetzt',
  later: 'Zu einer Zeit',
  limit:
    'Höchstens 3 E-Mails zu einer Prämie gehen innerhalb einer Stunde hinaus, damit kein Postfach überläuft.',
  done_one: '{{number}} E-Mail geht erneut hinaus.',
  done_other: '{{number}} E-Mails gehen erneut hinaus.',
  limited_one: '{{number}} Person hatte 3 in dieser Stunde und bekommt keine.',
  limited_other: '{{number}} Personen hatten 3 in dieser Stunde und bekommen keine.',
  unmailable_one: '{{number}} Person bekommt keine, weil der Zustand der Prämie es nicht zulässt.',
  unmailable_other:
    '{{number}} Personen bekommen keine, weil der Zustand ihrer Prämien es nicht zulässt.',
  scheduled: 'E-Mails, die erneut hinausgehen',
  group_one: 'an {{name}}',
  group_other: '{{number}} E-Mails',
  cancel: 'Nicht senden',
  cancelSentence_one: 'Die E-Mail vom {{time}} wird nicht erneut gesendet.',
  cancelSentence_other: 'Die {{number}} E-Mails vom {{time}} werden nicht erneut gesendet.',
  cancelDone_one: '{{number}} E-Mail wird nicht erneut gesendet.',
  cancelDone_other: '{{number}} E-Mails werden nicht erneut gesendet.',
};

export const zonedTime: typeof english.zonedTime = {
  day: 'Tag',
  time: 'Uhrzeit',
  zone: 'In der Zeitzone Ihrer Firma, {{zone}}.',
  previous: 'Früher',
  next: 'Später',
  chooseMonth: 'Monat wählen',
  chooseYear: 'Jahr wählen',
  over: 'Wählen Sie einen Tag und eine Uhrzeit, die noch kommen.',
  noDay: 'Diesen Tag gibt es nicht. Geben Sie einen wie {{example}} ein, oder wählen Sie ihn.',
  tooEarly: 'Wählen Sie einen Tag ab dem {{first}}.',
  tooLate: 'Wählen Sie einen Tag bis zum {{last}}.',
};
