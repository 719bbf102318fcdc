import { formatMoney, type Money } from '../domain/money';
import type { PdfDocument } from './document';

/** The proforma invoice of a recharge. A proforma: what it is for is owed when it is paid, not before. */
export function proformaInvoice(props: ProformaInvoiceProps): PdfDocument {
  const { money, points, note, billingReference } = props;
  const [issuer = '', ...issuerLines] = props.issuer.split('|').map((line) => line.trim());
  const amount = formatMoney(money);
  return {
    title: 'Proforma invoice',
    number: props.number,
    issuedAt: props.issuedAt.toISOString(),
    issuer: { name: issuer, lines: issuerLines },
    addressee: { name: props.companyName, lines: [] },
    facts: [
      { label: 'Issued', value: day(props.issuedAt) },
      { label: 'Pay by', value: day(props.expiresAt) },
      ...(billingReference === undefined
        ? []
        : [{ label: 'Your reference', value: billingReference }]),
    ],
    tables: [
      {
        heading: '',
        columns: [
          { heading: 'Item', align: 'left', width: 'fill' },
          { heading: 'Points', align: 'right', width: 'fit' },
          { heading: 'Price of a point', align: 'right', width: 'fit' },
          { heading: 'Amount', align: 'right', width: 'fit' },
        ],
        rows: [
          [
            'Points for the Company Balance',
            points.toLocaleString('en'),
            `${money.currency} ${props.pointPrice}`,
            amount,
          ],
        ],
        totals: [['To pay', '', '', amount]],
      },
    ],
    notes: [props.paymentInstructions, ...(note === undefined ? [] : [note])].filter(Boolean),
    footer: `${issuer} · ${props.number}`,
  };
}

export interface ProformaInvoiceProps {
  number: string;
  issuedAt: Date;
  expiresAt: Date;
  /** Lines divided by `|`, the first being its name. */
  issuer: string;
  companyName: string;
  points: number;
  money: Money;
  pointPrice: string;
  paymentInstructions: string;
  note: string | undefined;
  billingReference: string | undefined;
}

/** `25 December 2026 (UTC)`: a company's people sit in several zones. */
function day(at: Date): string {
  return `${dayFormat.format(at)} (UTC)`;
}

const dayFormat = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: 'UTC',
});
