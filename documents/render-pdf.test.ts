import { inflateSync } from 'node:zlib';
import type { PdfDocument } from './document';
import { closePdfThreads, renderPdf } from './render-pdf';

afterAll(closePdfThreads);

const invoice: PdfDocument = {
  title: 'Proforma invoice',
  number: 'PI-2026-000001',
  issuedAt: '2026-11-25T09:00:00.000Z',
  issuer: { name: 'Bestow', lines: ['billing@bestow.example'] },
  addressee: { name: 'Acme Industries', lines: [] },
  facts: [{ label: 'Pay until', value: '25 December 2026' }],
  tables: [
    {
      heading: '',
      columns: [
        { heading: 'Item', align: 'left', width: 'fill' },
        { heading: 'Amount', align: 'right', width: 'fit' },
      ],
      rows: [['1,000 points', 'USD 1,000.00']],
      totals: [['To pay', 'USD 1,000.00']],
    },
  ],
  notes: ['Pay by bank transfer and give the number of this invoice.'],
  footer: 'Bestow',
};

describe('renderPdf', () => {
  it('makes the same file of the same document, and another one of another', async () => {
    const first = await renderPdf(invoice);
    expect(first.subarray(0, 5).toString()).toBe('%PDF-');
    expect((await renderPdf(structuredClone(invoice))).equals(first)).toBe(true);
    expect((await renderPdf({ ...invoice, number: 'PI-2026-000002' })).equals(first)).toBe(false);
  });

  it('sets names of every script with glyphs of fonts that have them', async () => {
    const names =
      'Ærøskøbing Łódź Ελλάδα Москва क्षत्रिय বাংলা தமிழ் తెలుగు ಕನ್ನಡ ગુજરાતી ਪੰਜਾਬੀ മലയാളം سلام שלום ไทย 株式会社 測試 한국';
    const file = await renderPdf({ ...invoice, addressee: { name: names, lines: [] } });
    const text = charactersOf(file);
    for (const character of 'ÆŁλМकবதతಕગਪമسשไ株測한') {
      expect(text).toContain(character);
    }
    // What every font has names for is a subset: the whole Chinese font alone has 1.5 MB.
    expect(file.length).toBeLessThan(150_000);
  });

  it('lets the process go on while a long statement is rendered', async () => {
    const [table] = invoice.tables;
    const rows = Array.from({ length: 1_000 }, (_, index) => [`Line ${index}`, `${index}`]);
    let longest = 0;
    let last = performance.now();
    const beat = setInterval(() => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }, 5);
    await renderPdf({ ...invoice, tables: table === undefined ? [] : [{ ...table, rows }] });
    clearInterval(beat);
    expect(longest).toBeLessThan(400);
  });
});

/** The characters that the file's own maps (ToUnicode, ISO 32000-1 section 9.10.3) give its glyphs. */
function charactersOf(file: Buffer): string {
  const source = file.toString('latin1');
  let text = '';
  for (const { index, 0: begin } of source.matchAll(/stream\r?\n/g)) {
    const start = index + begin.length;
    const end = source.indexOf('endstream', start);
    const stream = file.subarray(start, end);
    const plain = stream[0] === 0x78 ? inflateSync(stream).toString('latin1') : '';
    if (!plain.includes('beginbfrange')) continue;
    for (const [, codes = ''] of plain.matchAll(/<([0-9a-f]{4}(?: [0-9a-f]{4})*)>/gi)) {
      text += String.fromCharCode(...codes.split(' ').map((code) => Number.parseInt(code, 16)));
    }
  }
  return text;
}
