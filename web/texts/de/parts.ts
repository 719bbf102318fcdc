import type * as english from '../en/parts';

export const points: typeof english.points = {
  amount_one: '{{number}} Punkt',
  amount_other: '{{number}} Punkte',
};

export const distributionStatus: typeof english.distributionStatus = {
  draft: 'Entwurf',
  accepted: 'Beginnt',
  awaiting_approval: 'Wartet auf Freigabe',
  awaiting_funds: 'Wartet auf Guthaben',
  scheduled: 'Geplant',
  sending: 'Wird gesendet',
  completed: 'Abgeschlossen',
  completed_with_failures: 'Mit Fehlern abgeschlossen',
  cancelled: 'Abgebrochen',
  rejected: 'Abgelehnt',
};

export const rewardStatus: typeof english.rewardStatus = {
  pending: 'Noch nicht gesendet',
  awaiting_registration: 'Eingeladen, noch nicht registriert',
  credited: 'Gutgeschrieben, E-Mail ist unterwegs',
  delivered: 'Zugestellt',
  failed: 'Fehlgeschlagen, nicht berechnet',
  email_failed: 'Gutgeschrieben, E-Mail fehlgeschlagen',
  cancelled: 'Abgebrochen',
  expired: 'Abgelaufen, Punkte zurückgegeben',
  reversed: 'Vom Support zurückgenommen',
};

export const method: typeof english.method = {
  individual: 'Formular',
  bulk: 'Datei',
  api: 'API',
};

export const table: typeof english.table = {
  previous: 'Neuere',
  next: 'Ältere',
  previousPage: 'Zurück',
  nextPage: 'Weiter',
  earlier: 'Frühere',
  later: 'Spätere',
  pages: 'Seiten',
  loading: 'Zeilen werden geladen',
  page: 'Seite {{number}}',
};

export const timeLine: typeof english.timeLine = {
  title: 'Verlauf',
  nothing: 'Es ist noch nichts geschehen.',
};

export const preview: typeof english.preview = {
  title: 'Vorschau der E-Mail: {{subject}}',
};

export const exporting: typeof english.exporting = {
  title: 'Exportieren',
  xlsx: 'Excel (XLSX)',
  csv: 'Text (CSV)',
};
