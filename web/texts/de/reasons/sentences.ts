/**
 * What the server says in place of a reason's own sentence, where it knows more. A test looks each
 * of them up in the sources that say it.
 */
export const sentences: Readonly<Record<string, string>> = {
  'The mail server could not be reached for several companies':
    'Der Mailserver war für mehrere Firmen nicht erreichbar',
  'Points are missing.': 'Die Punkte fehlen.',
  'Points must be a number, not a text: 10, not "10".':
    'Die Punkte müssen eine Zahl sein, kein Text: 10, nicht "10".',
  'Points must be a whole number.': 'Die Punkte müssen eine ganze Zahl sein.',
  'Points must be at least 1.': 'Es muss mindestens 1 Punkt sein.',
  'No row of this draft can be sent.': 'Keine Zeile dieses Entwurfs kann gesendet werden.',
  'This is a PDF, not a spreadsheet.': 'Das ist ein PDF, keine Tabelle.',
  'This is a picture, not a spreadsheet.': 'Das ist ein Bild, keine Tabelle.',
  'This is a Word document, not a spreadsheet.': 'Das ist ein Word-Dokument, keine Tabelle.',
  'There is no sheet in the file.': 'Die Datei enthält kein Tabellenblatt.',
  'No sheet of the file is visible and has cells.':
    'Kein Tabellenblatt der Datei ist sichtbar und hat Zellen.',
  'This text cannot be empty.': 'Dieser Text darf nicht leer sein.',
  'This text is one line: remove the line breaks.':
    'Dieser Text steht in einer Zeile: Entfernen Sie die Zeilenumbrüche.',
  'Remove control and direction-override characters.':
    'Entfernen Sie Steuerzeichen und Zeichen für die Schreibrichtung.',
  'This is no PNG, JPEG, GIF or WebP image.': 'Das ist kein PNG-, JPEG-, GIF- oder WebP-Bild.',
  'Give the name of who takes the parcel, in one line.':
    'Geben Sie den Namen der Person ein, die das Paket annimmt, in einer Zeile.',
  'Give street and house number, in one line of at most 200 characters.':
    'Geben Sie Straße und Hausnummer ein, in einer Zeile mit höchstens 200 Zeichen.',
  'One line of at most 200 characters, or leave it out.':
    'Eine Zeile mit höchstens 200 Zeichen, oder lassen Sie sie weg.',
  'Give the city, in one line.': 'Geben Sie den Ort ein, in einer Zeile.',
  'Give the country by its two letters, as in IN or DE.':
    'Geben Sie das Land mit seinen zwei Buchstaben an, wie IN oder DE.',
  'Give a telephone number for the carrier, best with its country code.':
    'Geben Sie eine Telefonnummer für den Paketdienst ein, am besten mit Landesvorwahl.',
  'These goods are not offered any more. Remove them from the cart.':
    'Diese Ware wird nicht mehr angeboten. Nehmen Sie sie aus dem Warenkorb.',
  'Sign in to your wallet.': 'Melden Sie sich in Ihrer Wallet an.',
  'It is being sent, or was sent, already.':
    'Die Sendung wird schon gesendet oder ist schon gesendet.',
  'No reward of this send has had an e-mail that can be sent once more.':
    'Keine Prämie dieser Sendung hatte eine E-Mail, die noch einmal gesendet werden kann.',
  'Look at its current state: nothing is left to do.':
    'Sehen Sie sich den jetzigen Stand an: Es ist nichts mehr zu tun.',
  'This send is over: every row failed, and no points were sent.':
    'Diese Sendung ist vorbei: Jede Zeile ist fehlgeschlagen, und es wurden keine Punkte gesendet.',
  'Take the failed rows into a draft, mend them, and send that.':
    'Übernehmen Sie die fehlgeschlagenen Zeilen in einen Entwurf, berichtigen Sie sie, und senden Sie ihn.',
  'The address of this reward was changed 3 times within the hour.':
    'Die Adresse dieser Prämie wurde innerhalb einer Stunde 3-mal geändert.',
  'The points have arrived, so the sender cannot change the address any more.':
    'Die Punkte sind angekommen; der Absender kann die Adresse deshalb nicht mehr ändern.',
  'This time has passed, or is too far ahead.':
    'Dieser Zeitpunkt ist vorbei oder liegt zu weit voraus.',
  'The period ends before it begins': 'Der Zeitraum endet vor seinem Anfang',
  'More than 366 days': 'Mehr als 366 Tage',
  'Add the column "First name", or one column "Name" with the full name.':
    'Ergänzen Sie die Spalte „First name“ oder eine Spalte „Name“ mit dem vollen Namen.',
  'The file is written in UTF-32, which is not understood.':
    'Die Datei ist in UTF-32 geschrieben, das nicht verstanden wird.',
  'This is an old Word document (.doc).': 'Das ist ein altes Word-Dokument (.doc).',
  'This is a text document (RTF), not a spreadsheet.':
    'Das ist ein Textdokument (RTF), keine Tabelle.',
  'This is a web page, whatever its name says.': 'Das ist eine Webseite, wie auch immer sie heißt.',
  'This is an XML spreadsheet of Excel 2003.': 'Das ist eine XML-Tabelle von Excel 2003.',
  'This is an XML file, not a spreadsheet.': 'Das ist eine XML-Datei, keine Tabelle.',
  'This is a compressed archive. Unpack it and upload the spreadsheet in it.':
    'Das ist ein komprimiertes Archiv. Entpacken Sie es, und laden Sie die Tabelle darin hoch.',
  'This is a binary workbook (.xlsb).': 'Das ist eine binäre Arbeitsmappe (.xlsb).',
  'This is a Numbers file.': 'Das ist eine Numbers-Datei.',
  'Export it from Numbers as Excel (.xlsx) and upload that.':
    'Exportieren Sie sie aus Numbers als Excel (.xlsx), und laden Sie diese Datei hoch.',
  'This is an OpenDocument file (.ods).': 'Das ist eine OpenDocument-Datei (.ods).',
  'Open it in its program, save it as .xlsx and upload that.':
    'Öffnen Sie sie in ihrem Programm, speichern Sie sie als .xlsx, und laden Sie diese Datei hoch.',
  'This is a presentation, not a spreadsheet.': 'Das ist eine Präsentation, keine Tabelle.',
  'This is a zip archive of files.': 'Das ist ein ZIP-Archiv mit Dateien.',
  'Unpack the archive and upload the spreadsheet in it.':
    'Entpacken Sie das Archiv, und laden Sie die Tabelle darin hoch.',
  'This is a zip archive, not a spreadsheet.': 'Das ist ein ZIP-Archiv, keine Tabelle.',
  'There is no image with this id: upload it first.':
    'Ein Bild mit dieser Kennung gibt es nicht: Laden Sie es zuerst hoch.',
  'A text is missing.': 'Ein Text fehlt.',
  'Give the text.': 'Geben Sie den Text ein.',
  'This recharge is paid already.': 'Diese Aufladung ist schon bezahlt.',
  'Look at your balance; raise a ticket if something is wrong with the recharge.':
    'Sehen Sie sich Ihr Guthaben an; stimmt etwas mit der Aufladung nicht, eröffnen Sie ein Ticket.',
  'This recharge was cancelled.': 'Diese Aufladung wurde abgebrochen.',
  'Ask for a new recharge.': 'Fordern Sie eine neue Aufladung an.',
  'Say whose balance rises, and by how many points':
    'Sagen Sie, wessen Guthaben steigt und um wie viele Punkte',
};
