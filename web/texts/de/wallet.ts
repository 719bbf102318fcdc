import type * as english from '../en/wallet';

export const wallet: typeof english.wallet = {
  title: 'Ihre Wallet',
  catalogue: 'Waren aussuchen',
  cart: 'Warenkorb',
  cartWith: 'Warenkorb ({{number}})',
  choose: 'Waren aussuchen',
  rewards: 'Was Sie bekommen haben',
  from: 'Von',
  emptyTitle: 'Noch nichts',
  emptyText:
    'Wenn {{company}} Ihnen Punkte sendet, erscheinen sie hier, und wir sagen es Ihnen per E-Mail.',
  orders: 'Ihre Bestellungen',
  noOrdersTitle: 'Noch keine Bestellungen',
  noOrdersText: 'Geben Sie Ihre Punkte für etwas aus, das Ihnen gefällt.',
  moreOrders: 'Weitere Bestellungen zeigen',
  notFound: 'Diese Adresse führt nirgendwohin',
  notFoundText: 'Vielleicht ist sie vertippt. Alles, was Ihnen gehört, ist in Ihrer Wallet.',
  toWallet: 'Zu Ihrer Wallet',
};

export const catalogue: typeof english.catalogue = {
  intro: 'Wir schicken an Ihre Adresse, was Sie aussuchen.',
  toCart: 'Zum Warenkorb',
  emptyTitle: 'Zurzeit wird nichts angeboten',
  emptyText: 'Ihre Punkte bleiben Ihnen erhalten. Schauen Sie später wieder vorbei.',
  variant: 'Ausführung',
  choose: 'Bitte wählen',
  variantMissing: 'Wählen Sie zuerst eine Ausführung.',
  lacks: '{{points}} mehr, als Sie haben',
  add: 'In den Warenkorb',
  addNamed: 'In den Warenkorb: {{name}}',
  added: '{{name}} liegt im Warenkorb.',
};

export const cart: typeof english.cart = {
  emptyTitle: 'Der Warenkorb ist leer',
  emptyText:
    'Was Sie aussuchen, wartet hier auf Ihre Bestellung, auch wenn Ihre Sitzung zwischendurch endet.',
  notOffered: 'Wird nicht mehr angeboten',
  quantityOf: 'Menge von {{name}}',
  remove: '{{name}} entfernen',
  total: 'Summe',
  balance: 'Ihre Punkte',
  after: 'Rest nach der Bestellung',
  shortTitle: 'Ihre Punkte reichen nicht',
  short: 'Es fehlen {{points}}. Entfernen Sie etwas, oder bestellen Sie, wenn Sie mehr haben.',
  address: 'Wohin soll es gehen?',
  addressIntro: 'Der Zusteller versucht bis zu dreimal, das Paket zu übergeben.',
  note: 'Bis das Paket abgeht, können Sie die Bestellung abbrechen und die Adresse berichtigen.',
  order: 'Für {{points}} bestellen',
  seeOrders: 'Dieser Warenkorb wurde schon bestellt: Ihre Bestellungen ansehen',
  clear: 'Warenkorb leeren',
};

export const address: typeof english.address = {
  name: 'Name',
  line1: 'Straße und Hausnummer',
  line2: 'Zusatz (Etage, Firma)',
  postalCode: 'Postleitzahl',
  city: 'Ort',
  region: 'Bundesland oder Region',
  country: 'Land',
  countryHint: 'Tippen, um es zu finden',
  noCountry: 'Kein Land heißt so.',
  phone: 'Telefon',
  phoneHint: 'Für den Zusteller, am besten mit Landesvorwahl.',
  missing: {
    name: 'Geben Sie an, wer das Paket annimmt.',
    line1: 'Geben Sie Straße und Hausnummer an.',
    line2: 'Geben Sie den Rest der Adresse an.',
    postalCode: 'Geben Sie die Postleitzahl an.',
    city: 'Geben Sie den Ort an.',
    region: 'Geben Sie die Region an.',
    country: 'Wählen Sie das Land.',
    phone: 'Geben Sie eine Telefonnummer für den Zusteller an.',
  },
};

export const orderStatus: typeof english.orderStatus = {
  placed: 'Wird vorbereitet',
  cancelling: 'Wird abgebrochen',
  dispatched: 'Unterwegs',
  attempt_failed: 'Zustellung gescheitert',
  returning: 'Kommt zu uns zurück',
  delivered: 'Zugestellt',
  returned: 'Punkte sind zurück',
  cancelled: 'Abgebrochen',
};

export const order: typeof english.order = {
  title: 'Bestellung {{number}}',
  back: 'Zurück zu Ihrer Wallet',
  goods: 'Was Sie bestellt haben',
  total: 'Summe',
  address: 'Wohin es geht',
  track: 'Das Paket beim Zusteller verfolgen',
  now: {
    placed:
      'Wir übergeben Ihr Paket dem Zusteller. Bis es abgeht, können Sie die Bestellung abbrechen.',
    cancelling:
      'Wir bitten den Zusteller, das Paket zu behalten. Ihre Punkte kommen zurück, sobald er es tut.',
    dispatched: 'Ihr Paket ist unterwegs.',
    attempt_failed:
      'Versuch {{attempts}} von 3 ist gescheitert; der Zusteller kommt wieder. Wenn die Adresse falsch ist, berichtigen Sie sie jetzt.',
    returning:
      'Der Zusteller konnte Ihr Paket in drei Versuchen nicht übergeben. Ihre Punkte kommen zurück, wenn es wieder bei uns ist.',
    delivered: 'Ihr Paket wurde zugestellt',
    returned: 'Ihre Punkte sind zurück.',
    cancelled: 'Die Bestellung ist abgebrochen.',
  },
  deliveredNext:
    'Viel Freude damit! Wenn Sie es nicht bekommen haben, sagen Sie es uns: Unten steht, wohin Sie sich wenden.',
  credited: '{{points}} sind wieder in Ihrer Wallet',
  creditReasons: {
    returned: 'Ihr Paket ist zu uns zurückgekommen.',
    lost: 'Der Zusteller hat Ihr Paket verloren.',
    cancelled: 'Die Bestellung wurde abgebrochen, bevor das Paket abging.',
  },
  creditNote: 'Gutschrift {{number}}',
  cancel: 'Bestellung abbrechen',
  cancelConfirm: 'Jetzt abbrechen',
  cancelSentence:
    'Wenn das Paket noch nicht abgegangen ist, wird nichts geschickt, und {{points}} kommen in Ihre Wallet zurück.',
  cancelTooLate:
    'Das Paket ist schon abgegangen. Nehmen Sie es nicht an: Ihre Punkte kommen zurück, wenn es wieder bei uns ist.',
  correct: 'Adresse berichtigen',
  correctIntro: 'Dorthin geht der Zusteller beim nächsten Versuch.',
  save: 'Adresse speichern',
  corrected: 'Die Adresse ist berichtigt.',
  attempt: 'Zustellversuch {{attempt}} von 3 gescheitert',
  attemptReasons: {
    nobody_home: 'Niemand war da, um es anzunehmen.',
    wrong_address: 'Die Adresse wurde nicht gefunden.',
    refused: 'Das Paket wurde nicht angenommen.',
    other: 'Der Zusteller hat keinen Grund genannt.',
  },
  events: {
    placed: 'Bestellt',
    handed_over: 'Dem Zusteller angekündigt',
    dispatched: 'Unterwegs',
    delivered: 'Zugestellt',
    returned: 'Zu uns zurückgekommen',
    lost: 'Vom Zusteller verloren',
    cancel_requested: 'Sie wollten abbrechen',
    cancelled: 'Abgebrochen',
    address_changed: 'Adresse berichtigt',
    address_taken: 'Der Zusteller hat die neue Adresse',
    address_not_taken: 'Die neue Adresse kam für den Zusteller zu spät',
  },
};

export const orderAddress: typeof english.orderAddress = {
  title: 'Adresse berichtigen',
  titleOf: 'Bestellung {{number}}: Wohin soll sie gehen?',
  intro:
    'Der Zusteller konnte Ihr Paket nicht übergeben. Berichtigen Sie die Adresse vor dem nächsten Versuch.',
  over: 'Dieser Link gilt nicht mehr: Das Paket ist wieder unterwegs oder am Ziel. Ihre Wallet zeigt, wie es steht.',
  doneTitle: 'Die Adresse ist berichtigt',
  done: 'Dorthin geht der Zusteller beim nächsten Versuch.',
};
