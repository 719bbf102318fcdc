import pdfmake from 'pdfmake';
import type { PdfDocument } from './document';
import { FIRST_FONT, fontFiles } from './fonts';
import { layOut } from './lay-out';
import { mendFontkit } from './mend-fontkit';

/** What a thread of `renderPdf` runs: one document at a time. It reads our fonts and nothing else. */
export default async function renderInThread(document: PdfDocument): Promise<Uint8Array> {
  return await pdfmake.createPdf(layOut(document)).getBuffer();
}

const fonts = fontFiles();
const readable = new Set(Object.values(fonts).flatMap((styles) => Object.values(styles)));
mendFontkit(fonts[FIRST_FONT]?.normal ?? '');
pdfmake.setFonts(fonts);
pdfmake.setUrlAccessPolicy(() => false);
pdfmake.setLocalAccessPolicy((path) => readable.has(path));
