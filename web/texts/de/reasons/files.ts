import type { draftReasons as englishDrafts } from '../../../../domain/draft-reasons';
import type { CellReasonCode, FileReasonCode } from '../../../../domain/file-reasons';
import type { ReasonText } from '../../reason-language';

export const draftReasons: Record<keyof typeof englishDrafts, ReasonText> = {
  already_sent_again: {
    message: 'Diese Zeile ist früher fehlgeschlagen und wurde seitdem erneut gesendet.',
    nextAction:
      'Entfernen Sie die Zeile; für eine weitere Prämie nehmen Sie die Person in eine neue Datei auf.',
  },
  draft_changed: {
    message:
      'Der Entwurf wurde inzwischen geändert, von Ihnen in einem anderen Fenster oder von jemand anderem.',
    nextAction:
      'Sehen Sie sich den Entwurf noch einmal an, und wiederholen Sie, was Sie vorhatten.',
  },
  draft_closed: {
    message: 'Der Entwurf wurde schon gesendet oder verworfen.',
    nextAction:
      'Sehen Sie sich seine Sendung an, oder laden Sie die Datei für einen neuen Entwurf noch einmal hoch.',
  },
  confirmation_needed: {
    message: 'Etwas an diesem Entwurf sollten Sie sich zuerst ansehen. Es wurde nichts gesendet.',
    nextAction:
      'Sehen Sie sich an, was unten genannt ist, und bestätigen Sie es, wenn es so gemeint ist.',
  },
  same_file: {
    message: 'Dieselbe Datei wurde innerhalb der letzten Stunde gesendet.',
    nextAction: 'Prüfen Sie, ob sie ein zweites Mal gesendet werden soll.',
  },
  nothing_failed: {
    message: 'Keine Zeile dieser Sendung kann erneut gesendet werden.',
    nextAction:
      'Sehen Sie sich ihre Prämien an: Fehlgeschlagene wurden schon erneut gesendet, oder es gab keine.',
  },
  export_too_large: {
    message: 'Die Liste ist zu lang für eine Datei.',
    nextAction:
      'Grenzen Sie sie ein, zum Beispiel auf einen Monat; CSV fasst bis zu 100.000 Zeilen, XLSX 20.000.',
  },
};

export const fileReasons: Record<FileReasonCode, ReasonText> = {
  file_too_large: {
    message: 'Die Datei ist zu groß.',
    nextAction:
      'Entfernen Sie Bilder und andere Tabellenblätter, oder teilen Sie die Zeilen auf mehrere Dateien auf.',
  },
  file_unpacks_too_large: {
    message: 'Die Datei enthält entpackt mehr, als gelesen werden kann.',
    nextAction: 'Kopieren Sie die Zeilen in eine neue Arbeitsmappe, und laden Sie diese hoch.',
  },
  file_format_unknown: {
    message: 'Das ist weder eine Excel-Arbeitsmappe noch eine CSV-Datei.',
    nextAction: 'Speichern Sie die Tabelle als .xlsx oder .csv, und laden Sie diese Datei hoch.',
  },
  file_is_old_xls: {
    message: 'Das ist eine alte .xls-Datei.',
    nextAction: 'Öffnen Sie sie in Excel, und speichern Sie sie als .xlsx.',
  },
  file_is_password_protected: {
    message: 'Die Datei ist mit einem Passwort geschützt.',
    nextAction:
      'Öffnen Sie sie in Excel, entfernen Sie das Passwort (Datei, Informationen), und speichern Sie sie erneut.',
  },
  file_is_damaged: {
    message: 'Die Datei ist beschädigt.',
    nextAction:
      'Öffnen Sie sie in Excel, speichern Sie sie unter einem neuen Namen, und laden Sie diese Datei hoch.',
  },
  file_is_empty: {
    message: 'Die Datei ist leer.',
    nextAction: 'Füllen Sie die Vorlage aus, eine Zeile für jeden Empfänger.',
  },
  no_rows: {
    message: 'Unter den Überschriften steht keine Zeile.',
    nextAction: 'Füllen Sie für jeden Empfänger eine Zeile aus.',
  },
  no_headings: {
    message: 'Es wurden keine Überschriften gefunden.',
    nextAction:
      'Setzen Sie wie in der Vorlage die Überschriften Name, E-mail und Points über die Zeilen.',
  },
  headings_merged: {
    message: 'Eine Überschrift steht über mehreren Spalten.',
    nextAction:
      'Heben Sie den Zellverbund der Überschriften auf, und geben Sie jeder Spalte ihre eigene.',
  },
  missing_column: {
    message: 'Eine Spalte fehlt.',
    nextAction: 'Ergänzen Sie die Spalte mit ihrer Überschrift, wie in der Vorlage.',
  },
  duplicate_column: {
    message: 'Zwei Spalten bedeuten dasselbe.',
    nextAction: 'Entfernen Sie eine davon, oder benennen Sie sie um.',
  },
  too_many_columns: {
    message: 'Die Tabelle hat zu viele Spalten.',
    nextAction: 'Entfernen Sie die Spalten, die es in der Vorlage nicht gibt.',
  },
  too_many_rows: {
    message: 'Die Datei hat zu viele Zeilen.',
    nextAction: 'Teilen Sie die Zeilen auf mehrere Dateien auf.',
  },
  file_took_too_long: {
    message: 'Das Lesen der Datei hat zu lange gedauert.',
    nextAction:
      'Kopieren Sie die Zeilen in eine neue Arbeitsmappe, oder speichern Sie sie als CSV, und laden Sie diese Datei hoch.',
  },
  text_encoding_unknown: {
    message: 'Die Zeichen der Datei können nicht gelesen werden.',
    nextAction: 'Speichern Sie die Datei als „CSV UTF-8“ oder als .xlsx.',
  },
  stray_quote: {
    message: 'Ein Anführungszeichen steht am falschen Platz.',
    nextAction:
      'Setzen Sie die ganze Zelle in Anführungszeichen, und verdoppeln Sie jedes darin, oder speichern Sie die Datei als .xlsx.',
  },
};

export const cellReasons: Record<CellReasonCode, ReasonText> = {
  ambiguous_points: {
    message: 'Die Punkte können auf zwei Arten gelesen werden.',
    nextAction: 'Schreiben Sie die Zahl ohne Trennzeichen: 1500.',
  },
  unreadable_points: {
    message: 'Die Punkte sind keine Zahl.',
    nextAction: 'Schreiben Sie nur die Zahl, in Ziffern: 1500.',
  },
  shortened_number: {
    message: 'Das Tabellenprogramm hat diese Zahl gekürzt; ihre letzten Ziffern sind verloren.',
    nextAction: 'Formatieren Sie die Spalte als Text, und geben Sie die Zahl noch einmal ein.',
  },
  cell_is_date: {
    message: 'Das Tabellenprogramm hat aus dieser Zelle ein Datum gemacht.',
    nextAction: 'Formatieren Sie die Zelle als Text, und geben Sie den Wert noch einmal ein.',
  },
  cell_is_true_or_false: {
    message: 'Das Tabellenprogramm hat aus dieser Zelle WAHR oder FALSCH gemacht.',
    nextAction: 'Formatieren Sie die Zelle als Text, und geben Sie den Wert noch einmal ein.',
  },
  cell_is_error: {
    message: 'Die Zelle zeigt einen Fehler des Tabellenprogramms.',
    nextAction: 'Berichtigen Sie die Formel, oder geben Sie den Wert ein.',
  },
  formula_without_value: {
    message: 'Die Zelle hat eine Formel, deren Ergebnis nicht in der Datei steht.',
    nextAction:
      'Öffnen Sie die Datei in Excel, und speichern Sie sie, oder geben Sie den Wert ein.',
  },
  cell_too_long: {
    message: 'Der Text der Zelle ist zu lang.',
    nextAction: 'Kürzen Sie den Text.',
  },
  merged_cells: {
    message:
      'Die Zelle ist mit anderen verbunden; es ist nicht klar, zu welcher Zeile ihr Wert gehört.',
    nextAction: 'Heben Sie den Zellverbund auf, und füllen Sie jede Zeile aus.',
  },
  row_is_hidden: {
    message: 'Die Zeile ist in der Datei ausgeblendet.',
    nextAction: 'Behalten Sie die Zeile, wenn sie gesendet werden soll, oder entfernen Sie sie.',
  },
  too_many_cells: {
    message: 'Die Zeile hat mehr Zellen, als es Überschriften gibt.',
    nextAction: 'Setzen Sie Texte, in denen Kommas oder Semikolons stehen, in Anführungszeichen.',
  },
};
