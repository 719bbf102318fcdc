import type * as english from '../en/goods';

export const goodsList: typeof english.goodsList = {
  title: 'Katalog',
  intro: 'Was Empfänger für ihre Punkte bestellen können. Das Neueste zuerst.',
  caption: 'Waren',
  new: 'Neue Ware',
  name: 'Name',
  price: 'Punkte',
  variants: 'Varianten',
  none: 'Keine',
  state: 'Zustand',
  offered: 'Angeboten',
  hidden: 'Nicht angeboten',
  changed: 'Geändert',
  emptyTitle: 'Der Katalog ist leer',
  emptyText:
    'Fügen Sie die erste Ware hinzu; Empfänger sehen sie in ihrem Guthaben, sobald sie angeboten wird.',
};

export const goodsEditor: typeof english.goodsEditor = {
  new: 'Neue Ware',
  back: 'Der Katalog',
  name: 'Name',
  description: 'Beschreibung',
  descriptionHint: 'Wie Empfänger sie lesen; Zeilen bleiben erhalten.',
  price: 'Preis in Punkten',
  variants: 'Varianten (freiwillig)',
  variantsHint:
    'Größen oder Farben, von denen eine Bestellung eine nennt. Drücken Sie nach jeder die Eingabetaste.',
  image: 'Bild (freiwillig)',
  imageHint: 'PNG, JPEG, GIF oder WebP bis 1 MB; öffentlich.',
  imageAlt: 'Bild von {{name}}',
  offered: 'Empfänger sehen sie und können sie bestellen',
  reason: 'Grund',
  reasonHint: 'Bleibt im Protokoll.',
  add: 'In den Katalog aufnehmen',
  save: 'Speichern',
  added: 'Die Ware steht im Katalog.',
  saved: 'Gespeichert. Was zuvor bestellt wurde, behält Namen und Preis.',
  nameMissing: 'Geben Sie einen Namen von höchstens 200 Zeichen an.',
  descriptionMissing: 'Sagen Sie in ein, zwei Sätzen, was es ist.',
  reasonMissing: 'Sagen Sie mit wenigen Worten, warum.',
  loadNewest: 'Meine verwerfen und die neueste laden',
};
