import type { orderReasons as englishOrders } from '../../../../domain/order-reasons';
import type { paymentReasons as englishPayments } from '../../../../domain/payment-reasons';
import type { ReasonText } from '../../reason-language';

export const paymentReasons: Record<keyof typeof englishPayments, ReasonText> = {
  recharge_unknown: {
    message: 'Die Zahlung nennt keine bekannte Aufladung.',
    nextAction:
      'Finden Sie anhand der Referenz heraus, was bezahlt wurde, und schreiben Sie es gut, oder erstatten Sie es.',
  },
  recharge_already_paid: {
    message: 'Die Aufladung ist schon bezahlt; diese Zahlung wurde nicht gutgeschrieben.',
    nextAction:
      'Ist es dieselbe Zahlung, übergehen Sie sie; kam das Geld zweimal, erstatten Sie es, oder schreiben Sie es gut.',
  },
  recharge_cancelled: {
    message: 'Die Aufladung wurde vorher abgebrochen; diese Zahlung wurde nicht gutgeschrieben.',
    nextAction: 'Schreiben Sie die Zahlung von Hand gut, oder erstatten Sie sie.',
  },
  recharge_expired: {
    message: 'Die Zahlungsfrist dieser Aufladung ist vorbei.',
    nextAction:
      'Fordern Sie eine neue Aufladung an; eine verspätete Zahlung wird von Hand gutgeschrieben oder erstattet.',
  },
  payment_amount_differs: {
    message:
      'Betrag oder Währung stimmen nicht mit der Rechnung überein; es wurde nichts gutgeschrieben.',
    nextAction:
      'Vergleichen Sie die Zahlung mit der Rechnung, und schreiben Sie gut, was bezahlt wurde, oder erstatten Sie es.',
  },
  payment_signature_invalid: {
    message: 'Die Signatur der Zahlungsmeldung ist nicht die des Zahlungsdienstes.',
    nextAction:
      'Prüfen Sie das Webhook-Geheimnis des Zahlungsdienstes; Meldungen von Fremden werden nicht beachtet.',
  },
  payment_too_old: {
    message: 'Die Signatur der Zahlungsmeldung ist älter als fünf Minuten.',
    nextAction:
      'Prüfen Sie die Uhr dieses Rechners; der Zahlungsdienst sendet die Meldung neu signiert noch einmal.',
  },
  payment_malformed: {
    message:
      'Die Zahlungsmeldung ist signiert, aber nicht so aufgebaut, wie der Zahlungsdienst es beschreibt.',
    nextAction:
      'Sehen Sie die Zahlung beim Zahlungsdienst nach, und schreiben Sie sie von Hand gut, oder erstatten Sie sie.',
  },
  payment_settled: {
    message:
      'Die Zahlung ist erledigt: Sie wurde gutgeschrieben, oder jemand hat über sie entschieden.',
    nextAction: 'Sehen Sie sich die Zahlung noch einmal an.',
  },
  payment_not_believed: {
    message: 'Nichts belegt, dass dies eine Zahlung war.',
    nextAction:
      'Übergehen Sie sie. Geld, das auf dem Konto ist, wird mit der Referenz der Bank eingetragen.',
  },
  payment_too_small: {
    message: 'Der Betrag reicht nicht für so viele Punkte.',
    nextAction: 'Schreiben Sie höchstens die Punkte gut, die der Betrag kauft.',
  },
  payments_not_offered: {
    message: 'Die Online-Zahlung ist hier nicht eingerichtet.',
    nextAction: 'Zahlen Sie per Überweisung, mit der Rechnungsnummer als Verwendungszweck.',
  },
  payment_provider_unreachable: {
    message: 'Der Zahlungsdienst hat nicht geantwortet.',
    nextAction: 'Versuchen Sie es gleich noch einmal, oder zahlen Sie per Überweisung.',
  },
  too_many_open_recharges: {
    message: 'Ihre Firma hat 20 Aufladungen, die auf ihre Zahlung warten.',
    nextAction: 'Bezahlen Sie zuerst eine davon, oder brechen Sie eine ab.',
  },
  recharge_amount_out_of_range: {
    message:
      'Über so viele Punkte kann keine Rechnung gestellt werden: Ihr Preis ist zu klein oder zu groß.',
    nextAction: 'Fordern Sie eine andere Zahl von Punkten an.',
  },
  invalid_period: {
    message:
      'Der Zeitraum ist nicht möglich: Er endet vor seinem Anfang oder ist länger als 366 Tage.',
    nextAction: 'Geben Sie den ersten und den letzten Tag an, wie 2026-11-01 und 2026-11-30.',
  },
  statement_too_long: {
    message: 'Der Kontoauszug dieses Zeitraums hat zu viele Zeilen für diese Art von Datei.',
    nextAction: 'Wählen Sie einen kürzeren Zeitraum oder CSV, das die meisten Zeilen fasst.',
  },
};

export const orderReasons: Record<keyof typeof englishOrders, ReasonText> = {
  wallet_too_low: {
    message: 'In der Wallet sind nicht genug Punkte. Es wurde nichts bestellt.',
    nextAction: 'Nehmen Sie etwas aus dem Warenkorb, oder bestellen Sie, wenn mehr Punkte da sind.',
  },
  goods_not_available: {
    message: 'Einige der Waren können nicht bestellt werden. Es wurde nichts bestellt.',
    nextAction: 'Entfernen oder ändern Sie die Waren, wie es bei ihnen steht.',
  },
  unknown_variant: {
    message: 'Diese Ausführung der Ware gibt es nicht.',
    nextAction: 'Wählen Sie eine der angebotenen Ausführungen.',
  },
  price_changed: {
    message:
      'Der Preis hat sich geändert, seit der Warenkorb angezeigt wurde. Es wurde nichts bestellt.',
    nextAction: 'Sehen Sie sich den neuen Preis an, und bestellen Sie dann noch einmal.',
  },
  goods_changed: {
    message: 'Jemand anderes hat diese Ware inzwischen geändert. Es wurde nichts gespeichert.',
    nextAction: 'Laden Sie sie neu, und ändern Sie sie, wie sie jetzt ist.',
  },
  order_changed: {
    message: 'Diese Bestellung hat sich inzwischen geändert.',
    nextAction: 'Sehen Sie sie sich noch einmal an, und entscheiden Sie dann.',
  },
  address_too_late: {
    message:
      'Die Adresse kann gerade nicht geändert werden: Das Paket ist unterwegs oder hat sein Ziel erreicht.',
    nextAction: 'Eröffnen Sie ein Ticket; der Support sieht es sich an.',
  },
  already_dispatched: {
    message: 'Das Paket ist schon abgegangen, deshalb kann die Bestellung nicht storniert werden.',
    nextAction:
      'Nehmen Sie das Paket nicht an: Die Punkte kommen zurück, wenn es wieder bei uns ist.',
  },
  invalid_signature: {
    message: 'Die Signatur dieser Meldung fehlt oder ist falsch.',
    nextAction:
      'Signieren Sie „<webhook-id>.<webhook-timestamp>.<body>“ mit HMAC-SHA-256 und dem Geheimnis.',
  },
  timestamp_out_of_tolerance: {
    message: 'Der Zeitstempel dieser Meldung weicht mehr als fünf Minuten von jetzt ab.',
    nextAction:
      'Signieren Sie jede Zustellung neu, mit der jetzigen Zeit, und behalten Sie ihre webhook-id bei.',
  },
};
