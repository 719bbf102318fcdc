import type { ReasonCode } from '../../../../domain/reasons';
import type { ReasonText } from '../../reason-language';
import type { accountReasons } from './account';
import type { cellReasons, draftReasons, fileReasons } from './files';
import type { orderReasons, paymentReasons } from './money';
import type { mailFailureReasons, ticketReasons } from './tickets';
import type { webhookReasons } from './webhooks';

type ElsewhereCode =
  | keyof typeof accountReasons
  | keyof typeof cellReasons
  | keyof typeof draftReasons
  | keyof typeof fileReasons
  | keyof typeof mailFailureReasons
  | keyof typeof orderReasons
  | keyof typeof paymentReasons
  | keyof typeof ticketReasons
  | keyof typeof webhookReasons;

/** Of rows, sends, campaigns, and of every call: what no other table here has. */
export const sendReasons: Record<Exclude<ReasonCode, ElsewhereCode>, ReasonText> = {
  invalid_name: {
    message: 'Der Name fehlt oder kann nicht verwendet werden.',
    nextAction:
      'Geben Sie einen Namen mit 1 bis 200 Zeichen ein, ohne Zeilenumbrüche und unsichtbare Zeichen.',
  },
  invalid_email: {
    message: 'Die E-Mail-Adresse fehlt oder ist nicht gültig.',
    nextAction: 'Berichtigen Sie die Adresse; sie sieht aus wie name@example.com.',
  },
  invalid_points: {
    message: 'Die Punkte fehlen oder sind keine ganze Zahl im erlaubten Bereich.',
    nextAction: 'Geben Sie die Punkte als ganze Zahl von mindestens 1 ein.',
  },
  invalid_mobile: {
    message: 'Die Mobilnummer ist nicht gültig.',
    nextAction:
      'Berichtigen Sie die Nummer, am besten mit Landesvorwahl (+91 98765 43210), oder lassen Sie sie weg.',
  },
  mobile_required: {
    message: 'Ihre Firma verlangt zu jedem Empfänger eine Mobilnummer.',
    nextAction: 'Ergänzen Sie die Mobilnummer, am besten mit Landesvorwahl (+91 98765 43210).',
  },
  invalid_citation: {
    message: 'Der Anlass enthält Zeichen, die nicht gesendet werden können.',
    nextAction: 'Entfernen Sie Steuerzeichen und Zeichen für die Schreibrichtung aus dem Anlass.',
  },
  citation_too_long: {
    message: 'Der Anlass ist zu lang.',
    nextAction: 'Kürzen Sie den Anlass auf höchstens 1.000 Zeichen.',
  },
  invalid_external_id: {
    message: 'Die externe Kennung ist nicht gültig.',
    nextAction: 'Geben Sie einen Text mit höchstens 200 Zeichen an, oder lassen Sie sie weg.',
  },
  unknown_field: {
    message: 'Die Zeile hat ein Feld, das nicht bekannt ist.',
    nextAction:
      'Entfernen Sie das Feld, oder berichtigen Sie seinen Namen: name, email, points, mobile, citation, externalId.',
  },
  invalid_row: {
    message: 'Die Zeile ist kein Objekt mit name, email und points.',
    nextAction: 'Senden Sie jeden Empfänger als Objekt: { "name": …, "email": …, "points": … }.',
  },
  duplicate_in_file: {
    message: 'Diese E-Mail-Adresse steht in mehr als einer Zeile.',
    nextAction: 'Prüfen Sie, ob diese Person mehrere Prämien bekommen soll.',
  },
  sent_recently: {
    message:
      'Dieselbe Person hat in den letzten 7 Tagen aus demselben Anlass dieselben Punkte bekommen.',
    nextAction: 'Prüfen Sie, ob diese Prämie noch einmal gesendet werden soll.',
  },
  unregistered: {
    message: 'Diese Person ist nicht registriert.',
    nextAction:
      'Registrieren Sie die Person mit der Sendung, laden Sie sie ein, oder lassen Sie die Person weg.',
  },
  registered_with_another_company: {
    message: 'Diese E-Mail-Adresse ist bei einer anderen Firma registriert.',
    nextAction:
      'Bitten Sie die Person um eine andere E-Mail-Adresse, oder lassen Sie die Person weg.',
  },
  recipient_is_admin: {
    message:
      'Diese E-Mail-Adresse gehört einem Admin. An Admins können keine Punkte gesendet werden.',
    nextAction:
      'Nehmen Sie eine Adresse, mit der sich kein Admin anmeldet, oder lassen Sie die Person weg.',
  },
  no_recipients: {
    message: 'Diese Sendung hat keinen Empfänger.',
    nextAction: 'Fügen Sie mindestens einen Empfänger hinzu.',
  },
  too_many_recipients: {
    message: 'Das sind zu viele Empfänger für eine Sendung.',
    nextAction: 'Teilen Sie die Empfänger auf mehrere Sendungen auf.',
  },
  rows_refused: {
    message:
      'Einige Zeilen können nicht gesendet werden. Es wurde nichts gesendet, und es wurden keine Punkte abgezogen.',
    nextAction:
      'Berichtigen Sie die Zeilen, wie es bei ihnen steht, oder senden Sie ohne sie (ifInvalid: "skip").',
  },
  insufficient_balance: {
    message:
      'Das Guthaben der Firma ist zu niedrig. Es wurde nichts gesendet, und es wurden keine Punkte abgezogen.',
    nextAction: 'Laden Sie das Guthaben auf, oder entfernen Sie Zeilen (ein Vorschlag liegt bei).',
  },
  invalid_campaign: {
    message: 'Die Kampagne kann so nicht gespeichert werden.',
    nextAction: 'Berichtigen Sie die Texte, wie es bei ihnen steht.',
  },
  unknown_variable: {
    message: 'Der Text hat eine Variable, die nicht bekannt ist.',
    nextAction:
      'Verwenden Sie {{name}}, {{first_name}}, {{points}}, {{citation}} oder {{company}}.',
  },
  unclosed_braces: {
    message: 'Der Text öffnet Klammern, die er nicht schließt.',
    nextAction:
      'Schließen Sie sie mit }}, oder schreiben Sie \\{{, wo zwei Klammern so dastehen sollen.',
  },
  campaign_not_usable: {
    message:
      'Es gibt keine Kampagne mit dieser Kennung, die gesendet werden könnte. Es wurde nichts gesendet.',
    nextAction:
      'Wählen Sie eine Kampagne Ihrer Bibliothek, die nicht archiviert ist, oder lassen Sie sie weg.',
  },
  campaign_changed: {
    message: 'Jemand anderes hat diese Kampagne inzwischen geändert. Es wurde nichts gespeichert.',
    nextAction: 'Laden Sie sie neu, und ändern Sie sie, wie sie jetzt ist.',
  },
  campaign_archived: {
    message: 'Diese Kampagne ist archiviert und kann nicht geändert werden.',
    nextAction: 'Kopieren Sie sie, und ändern Sie die Kopie.',
  },
  campaign_built_in: {
    message: 'Diese Kampagne ist eingebaut und für alle gleich.',
    nextAction: 'Kopieren Sie sie, und ändern Sie die Kopie.',
  },
  campaign_name_taken: {
    message: 'Ihre Firma hat schon eine Kampagne mit diesem Namen.',
    nextAction: 'Wählen Sie einen anderen Namen, oder archivieren Sie die andere Kampagne.',
  },
  not_a_company_admin: {
    message: 'Eine Test-E-Mail geht nur an einen Admin Ihrer Firma.',
    nextAction: 'Geben Sie die E-Mail-Adresse eines Admins Ihrer Firma ein.',
  },
  invalid_image: {
    message: 'Die Datei ist kein Bild, das verwendet werden kann.',
    nextAction:
      'Wählen Sie ein PNG-, JPEG-, GIF- oder WebP-Bild mit höchstens 4.000 Pixeln je Seite.',
  },
  image_too_large: {
    message: 'Das Bild ist zu groß.',
    nextAction:
      'Wählen Sie ein Bild mit höchstens 1 MB; für eine E-Mail genügen 1.200 Pixel Breite.',
  },
  already_sent: {
    message: 'Die Punkte sind schon gesendet und können vom Absender nicht zurückgenommen werden.',
    nextAction: 'Eröffnen Sie ein Ticket; der Support sieht es sich an.',
  },
  own_send: {
    message:
      'Sie haben das selbst gesendet, oder den Schlüssel dafür erstellt. Jemand anderes entscheidet darüber.',
    nextAction: 'Bitten Sie jemanden, der es freigeben darf, oder brechen Sie es ab.',
  },
  not_awaiting_approval: {
    message: 'Diese Sendung wartet nicht mehr auf eine Freigabe.',
    nextAction: 'Sehen Sie sich an, was aus ihr geworden ist.',
  },
  no_other_approver: {
    message: 'Der Absender hat selbst entschieden, weil sonst niemand der Firma freigeben darf.',
    nextAction: 'Laden Sie jemanden ein, der freigibt, was andere senden.',
  },
  not_cancellable: {
    message: 'Das kann nicht mehr abgebrochen werden.',
    nextAction: 'Sehen Sie den jetzigen Zustand an.',
  },
  invalid_send_at: {
    message: 'Der Sendezeitpunkt ist nicht gültig.',
    nextAction:
      'Wählen Sie einen Zeitpunkt, der mindestens 2 Sekunden und höchstens 366 Tage voraus liegt: nach RFC 3339 mit Abstand zu UTC, oder als Ortszeit mit Zeitzone.',
  },
  invalid_time_zone: {
    message: 'Diese Zeitzone gibt es nicht.',
    nextAction:
      'Geben Sie den Namen einer IANA-Zeitzone an, wie Asia/Kolkata; ein Abstand zu UTC ist keine.',
  },
  distribution_changed: {
    message: 'Jemand anderes hat den Zeitpunkt dieser Sendung inzwischen geändert.',
    nextAction: 'Sehen Sie sich den Zeitpunkt noch einmal an, und entscheiden Sie dann.',
  },
  not_scheduled: {
    message: 'Diese Sendung wartet nicht mehr auf ihren Zeitpunkt.',
    nextAction: 'Sehen Sie den jetzigen Zustand an.',
  },
  idempotency_key_reused: {
    message: 'Dieser Idempotenzschlüssel wurde schon für eine andere Anfrage benutzt.',
    nextAction:
      'Nehmen Sie für eine neue Sendung einen neuen Schlüssel, oder wiederholen Sie die erste Anfrage unverändert.',
  },
  payment_reference_reused: {
    message: 'Diese Zahlungsreferenz wurde schon für eine andere Aufladung benutzt.',
    nextAction: 'Vergleichen Sie Referenz, Firma und Punkte mit der Zahlung.',
  },
  link_expired: {
    message: 'Dieser Link ist abgelaufen.',
    nextAction: 'Bitten Sie die Firma, die Sie eingeladen hat, die Punkte noch einmal zu senden.',
  },
  link_used: {
    message: 'Dieser Link wurde schon benutzt.',
    nextAction: 'Öffnen Sie Ihre Wallet, um Ihre Punkte zu sehen.',
  },
  bad_request: {
    message: 'Die Anfrage ist fehlerhaft.',
    nextAction: 'Berichtigen Sie, was unten genannt ist.',
  },
  unauthorized: {
    message: 'Die Zugangsdaten fehlen oder sind nicht gültig.',
    nextAction: 'Melden Sie sich an, oder senden Sie „Authorization: Bearer <API-Schlüssel>“.',
  },
  forbidden: {
    message: 'Sie dürfen das nicht.',
    nextAction: 'Bitten Sie einen Inhaber Ihrer Firma um die Berechtigung.',
  },
  foreign_form: {
    message: 'Dieses Formular wurde von einer anderen Website gesendet.',
    nextAction: 'Öffnen Sie die Seite selbst und senden Sie das Formular dort.',
  },
  not_found: {
    message: 'Unter dieser Kennung oder Adresse gibt es nichts.',
    nextAction: 'Prüfen Sie die Kennung oder die Adresse.',
  },
  method_not_allowed: {
    message: 'Diese Adresse nimmt diese Methode nicht an.',
    nextAction: 'Sehen Sie die Operation in der API-Beschreibung nach.',
  },
  payload_too_large: {
    message: 'Die Anfrage ist zu groß.',
    nextAction: 'Teilen Sie die Anfrage in mehrere auf.',
  },
  unsupported_media_type: {
    message: 'Das Format der Anfrage wird nicht verstanden.',
    nextAction: 'Senden Sie JSON in UTF-8 mit „Content-Type: application/json“.',
  },
  rate_limited: {
    message: 'Das waren zu viele Anfragen.',
    nextAction:
      'Warten Sie einen Moment (so lange, wie der Retry-After-Header sagt), und versuchen Sie es dann noch einmal.',
  },
  too_many_addresses: {
    message:
      'Sie haben zu viele Adressen von Personen angesehen, die nicht bei Ihnen registriert sind.',
    nextAction:
      'Warten Sie (so lange, wie der Retry-After-Header sagt), und versuchen Sie es dann noch einmal. Bei Ihnen registrierte Personen, Adressen, die Sie an diesem Tag schon angesehen haben, und solche, an die Sie Punkte gesendet haben, zählen nicht mit.',
  },
  unavailable: {
    message: 'Ein Teil des Systems ist gerade nicht erreichbar. Es ist nichts verloren.',
    nextAction:
      'Wiederholen Sie dieselbe Anfrage gleich noch einmal, mit demselben Idempotenzschlüssel.',
  },
  internal_error: {
    message: 'Bei uns ist etwas schiefgegangen. Es ist nichts verloren.',
    nextAction:
      'Versuchen Sie es noch einmal; wenn es wieder nicht gelingt, nennen Sie dem Support die Nummer der Anfrage.',
  },
};
