import type { PageTexts } from './en';

export const de: PageTexts = {
  language: 'de',
  formats: {
    number: formatNumber,
    points: (points) => `${formatNumber(points)} ${pointsNoun(points)}`,
    pointsNoun,
    dateTime: (instant) => dateTimeFormat.format(instant),
    duration: formatDuration,
  },
  layout: {
    whereToTurn: 'Hier bekommen Sie Hilfe',
    ticket: 'Ticket eröffnen',
    email: 'E-Mail:',
    whatsapp: 'WhatsApp:',
  },
  hero: { received: 'Sie haben bekommen', waiting: 'Für Sie liegen bereit', from: 'von' },
  registration: {
    title: (points) => `${points} für Sie`,
    titleRefused: (points) => `Noch nicht registriert: ${points}`,
    citation: 'Begründung',
    held: [
      'Die Punkte sind für ',
      ' zurückgelegt. Registrieren Sie sich, dann sind sie sofort in Ihrer Wallet.',
    ],
    name: 'Ihr Name',
    register: (points) => `Registrieren und ${points} erhalten`,
    nothingYet: (until) =>
      `Das Öffnen dieser Seite hat noch nichts bewirkt: Sie erhalten die Punkte, wenn Sie auf die Schaltfläche drücken. Der Link gilt bis zum ${until}; danach gehen die Punkte an die Firma zurück.`,
    invalidName:
      'Geben Sie einen Namen mit 1 bis 200 Zeichen ein, ohne Zeilenumbrüche und unsichtbare Zeichen.',
  },
  registered: {
    title: (points) => `Sie haben ${points} bekommen`,
    welcome: [
      'Willkommen, ',
      '. Sie sind registriert, und die Punkte sind in Ihrer Wallet. Sie können sie gleich verwenden.',
    ],
    toWallet: 'Zu Ihrer Wallet',
  },
  activation: {
    title: 'Konto aktivieren',
    hello: [
      'Hallo ',
      ', für Sie wurde ein Konto angelegt, und die Punkte sind schon in seiner Wallet. Aktivieren Sie das Konto, um sie zu sehen und zu verwenden.',
    ],
    activate: 'Konto aktivieren',
    nothingYet:
      'Das Öffnen dieser Seite hat noch nichts bewirkt: Das Konto ist aktiv, wenn Sie auf die Schaltfläche drücken.',
  },
  activated: {
    title: 'Ihr Konto ist aktiv',
    welcome: [
      'Willkommen, ',
      '. Was Sie von ',
      ' bekommen, ist in Ihrer Wallet. Sie können es gleich verwenden.',
    ],
    toWallet: 'Zu Ihrer Wallet',
  },
  linkProblem: {
    cannotBeUsed: 'Dieser Link kann nicht benutzt werden',
    cannotRegister: 'Mit diesem Link können Sie sich nicht registrieren',
    whatToDo: 'Was Sie tun können:',
    toWallet: 'Zu Ihrer Wallet',
    otherwise: 'Wenn das nicht hilft, wenden Sie sich an uns: Die Wege stehen unten.',
    problems: {
      link_used: {
        message: 'Dieser Link wurde schon benutzt.',
        nextAction: 'Öffnen Sie Ihre Wallet, um Ihre Punkte zu sehen.',
      },
      link_expired: {
        message: 'Dieser Link ist abgelaufen.',
        nextAction:
          'Bitten Sie die Firma, die Sie eingeladen hat, die Punkte noch einmal zu senden.',
      },
      registered_with_another_company: {
        message: 'Ihre E-Mail-Adresse ist schon bei einer anderen Firma registriert.',
        nextAction:
          'Eine Adresse gehört zu nur einer Firma. Bitten Sie den Absender, eine andere Adresse von Ihnen zu verwenden.',
      },
      not_found: {
        message: 'Dieser Link ist keiner von uns, oder er wurde nicht ganz kopiert.',
        nextAction: 'Öffnen Sie den Link in der E-Mail noch einmal, oder kopieren Sie ihn ganz.',
      },
      sign_in: {
        message: 'Dieser Anmeldelink ist abgelaufen oder wurde schon benutzt.',
        nextAction: 'Fordern Sie auf der Seite der Wallet einen neuen an.',
      },
    },
  },
  signIn: {
    title: 'Bei Ihrer Wallet anmelden',
    titleSent: 'Sehen Sie in Ihr Postfach',
    titleRefused: 'Noch nicht gesendet: bei Ihrer Wallet anmelden',
    onItsWay: ['Wenn ', ' eine Wallet hat, ist ein Link unterwegs. Er gilt 15 Minuten.'],
    thatAddress: 'diese Adresse',
    nothingCame:
      'Ist nichts gekommen? Sehen Sie bei den unerwünschten E-Mails nach, oder fordern Sie einen weiteren Link an.',
    again:
      'Sie wurden nach einer Weile abgemeldet. Was Sie eingegeben haben, ist auf diesem Gerät aufgehoben: Melden Sie sich hier an, dann geht es weiter.',
    noPassword: 'Sie brauchen kein Passwort: Wir schicken Ihnen einen Link per E-Mail.',
    email: 'Ihre E-Mail-Adresse',
    mail: 'Link per E-Mail schicken',
    mailAnother: 'Weiteren Link schicken',
    invalidEmail: 'Berichtigen Sie die Adresse; sie sieht aus wie name@example.com.',
    tooMany:
      'Es wurden zu viele Links angefordert. Warten Sie eine Viertelstunde, und versuchen Sie es dann noch einmal.',
  },
  signInConfirm: {
    title: 'Wallet öffnen',
    press: 'Drücken Sie auf die Schaltfläche, um sich auf diesem Gerät anzumelden.',
    signIn: 'Bei Ihrer Wallet anmelden',
    once: 'Der Link gilt einmal. Wenn Sie ihn nicht angefordert haben, schließen Sie diese Seite.',
  },
  help: {
    title: 'Hilfe',
    titleRefused: 'Noch nicht gesendet: Hilfe',
    titleSent: (number) => `Ihr Ticket ${number}`,
    haveIt: 'Wir haben Ihre Nachricht',
    yourTicket: (promise) => [
      'Ihr Ticket ist ',
      `. Ein Mensch antwortet per E-Mail innerhalb von ${promise}.`,
    ],
    giveNumber: 'Bitte nennen Sie diese Nummer, wenn Sie uns schreiben oder anrufen.',
    intro: (promise) =>
      `Ist mit Ihren Punkten etwas nicht, wie es sein soll? Sagen Sie es uns hier. Ein Mensch antwortet innerhalb von ${promise}.`,
    answerTo: ['Wir antworten an ', '.'],
    email: 'Die E-Mail-Adresse, an die die Punkte gesendet wurden',
    about: 'Worum geht es?',
    didNotArrive: 'Punkte oder eine E-Mail sind nicht angekommen',
    other: 'Um etwas anderes',
    wrong: 'Was stimmt nicht?',
    send: 'Senden',
    invalidEmail: 'Berichtigen Sie die Adresse; sie sieht aus wie name@example.com.',
    textMissing: 'Schreiben Sie in höchstens 5.000 Zeichen, was nicht stimmt.',
    tooMany:
      'Sie haben schon mehrmals geschrieben. Warten Sie eine Stunde, und versuchen Sie es dann noch einmal.',
  },
  ticket: {
    title: (number) => `Ihr Ticket ${number}`,
    titleRefused: (number) => `Noch nicht gesendet: Ihr Ticket ${number}`,
    haveIt: 'Wir haben Ihre Nachricht.',
    subjects: {
      'Points or an e-mail did not arrive': 'Punkte oder eine E-Mail sind nicht angekommen',
      'A question of a recipient': 'Eine Frage',
    },
    standings: {
      open: 'Der Support hat Ihre Nachrichten und antwortet per E-Mail.',
      waiting_for_customer: 'Der Support wartet auf Ihre Antwort.',
      resolved: 'Dieses Ticket ist geschlossen. Schreiben Sie unten, um es wieder zu öffnen.',
    },
    you: 'Sie',
    support: 'Support',
    write: 'An den Support schreiben',
    send: 'Senden',
    textMissing: 'Schreiben Sie Ihre Nachricht in höchstens 5.000 Zeichen.',
    tooMany:
      'Sie haben schon viele Male geschrieben. Warten Sie eine Stunde, und versuchen Sie es dann noch einmal.',
  },
  error: {
    notFound: 'Nicht gefunden',
    nameRequest: 'Wenn Sie sich an uns wenden, nennen Sie diese Anfrage:',
    reasons: {
      not_found: {
        message: 'Unter dieser Adresse gibt es nichts.',
        nextAction: 'Prüfen Sie die Adresse.',
      },
      foreign_form: {
        message: 'Dieses Formular wurde von einer anderen Website gesendet.',
        nextAction: 'Öffnen Sie die Seite selbst und senden Sie das Formular dort.',
      },
      bad_request: {
        message: 'Die Anfrage ist fehlerhaft.',
        nextAction: 'Öffnen Sie die Seite noch einmal, und versuchen Sie es von dort.',
      },
      payload_too_large: {
        message: 'Die Anfrage ist zu groß.',
        nextAction: 'Schreiben Sie weniger auf einmal.',
      },
      rate_limited: {
        message: 'Das waren zu viele Anfragen.',
        nextAction: 'Warten Sie einen Moment, und versuchen Sie es dann noch einmal.',
      },
      unavailable: {
        message: 'Ein Teil des Systems ist gerade nicht erreichbar. Es ist nichts verloren.',
        nextAction: 'Versuchen Sie es gleich noch einmal.',
      },
      internal_error: {
        message: 'Bei uns ist etwas schiefgegangen. Es ist nichts verloren.',
        nextAction:
          'Versuchen Sie es noch einmal; wenn es wieder nicht gelingt, nennen Sie dem Support die Nummer der Anfrage.',
      },
    },
  },
};

function formatNumber(value: number): string {
  return numberFormat.format(value);
}

function pointsNoun(points: number): string {
  return points === 1 ? 'Punkt' : 'Punkte';
}

/** After "innerhalb von": `24 Stunden`, `90 Minuten`. */
function formatDuration(seconds: number): string {
  const [size, one, many] = DURATIONS.find(([length]) => seconds % length === 0) ?? SECONDS;
  const count = seconds / size;
  return `${formatNumber(count)} ${count === 1 ? one : many}`;
}

const SECONDS = [1, 'Sekunde', 'Sekunden'] as const;
const DURATIONS: readonly (readonly [seconds: number, one: string, many: string])[] = [
  [3_600, 'Stunde', 'Stunden'],
  [60, 'Minute', 'Minuten'],
];

// Made once, as those of the mails.
const numberFormat = new Intl.NumberFormat('de');
/** `24. Dezember 2026 um 09:30 UTC`: a recipient's time zone is unknown, so the zone is said. */
const dateTimeFormat = new Intl.DateTimeFormat('de', {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  timeZone: 'UTC',
  timeZoneName: 'short',
});
