import { type Request, type Response, Router } from 'express';
import { showOrderNumber } from '../contracts/orders';
import { type CreditNote, findCreditNote } from '../db/credit-notes';
import { type PdfDocument, renderPdf } from '../documents/render-pdf';
import type { CreditReason } from '../domain/order-states';
import { addressLines } from '../domain/postal-address';
import { formatDate, formatNumber, formatPoints } from '../emails/format';
import { identifyPlatform, type Services } from './context';
import { Refusal } from './errors';
import { sessionAccess } from './sessions';

/** Credit notes as PDF: for the recipient whose it is, and for support. To others there is none. */
export function createCreditNoteRouter(services: Services): Router {
  const router = Router();
  router.get('/:file', (request, response) => showCreditNote(services, request, response));
  return router;
}

async function showCreditNote(
  services: Services,
  request: Request<{ file: string }>,
  response: Response,
): Promise<void> {
  const { platformDb, settings } = services;
  const { recipientId } = request.session;
  const { agent } = await identifyPlatform(services, request, sessionAccess(request));
  const number = /^(CN-\d{4}-\d{6,12})\.pdf$/.exec(request.params.file)?.[1];
  if (number === undefined || (recipientId === undefined && agent === undefined)) {
    throw new Refusal('not_found');
  }
  const note = await findCreditNote(platformDb, { number, recipientId });
  if (note === undefined) throw new Refusal('not_found');
  const pdf = await renderPdf(documentOf(note, settings.supportEmail));
  response.set('Cache-Control', 'private, no-store');
  response.set('Content-Disposition', `inline; filename="${number}.pdf"`);
  response.type('application/pdf').send(pdf);
}

/** The paper: what was ordered, and that its points are back. */
function documentOf(note: CreditNote, supportEmail: string): PdfDocument {
  const { items, points, address } = note;
  const [, ...lines] = addressLines(address);
  return {
    title: 'Credit note',
    number: note.number,
    issuedAt: note.issuedAt.toISOString(),
    issuer: { name: 'Bestow', lines: [supportEmail] },
    addressee: { name: note.recipientName, lines },
    facts: [
      { label: 'Date (UTC)', value: formatDate(note.issuedAt) },
      { label: 'Order', value: showOrderNumber(note.orderNumber) },
      { label: 'Ordered on (UTC)', value: formatDate(note.placedAt) },
      { label: 'Points from', value: note.companyName },
    ],
    tables: [
      {
        heading: '',
        columns: [
          { heading: 'Goods', align: 'left', width: 'fill' },
          { heading: 'Quantity', align: 'right', width: 'fit' },
          { heading: 'Points each', align: 'right', width: 'fit' },
          { heading: 'Points', align: 'right', width: 'fit' },
        ],
        rows: items.map(({ name, variant, quantity, pricePoints }) => [
          variant === null ? name : `${name}, ${variant}`,
          formatNumber(quantity),
          formatNumber(pricePoints),
          formatNumber(quantity * pricePoints),
        ]),
        totals: [['Credited to your wallet', '', '', formatNumber(points)]],
      },
    ],
    notes: [`${whyOf[note.reason]} ${formatPoints(points)} are in your wallet again.`],
    footer: `Credit note ${note.number}`,
  };
}

const whyOf: Record<CreditReason, string> = {
  returned: 'The parcel came back to us.',
  lost: 'The carrier has lost the parcel.',
  cancelled: 'The order was cancelled before the parcel left.',
};
