import { formatPoints } from './format';
import type { Help } from './help';
import { loadTemplate } from './load-template';
import { type Mail, renderMail } from './render-mail';

/** What a recipient is told of his order (rule R15): one mail for each thing that happens to it. */
export function renderOrderEmail(props: OrderEmailProps): Mail {
  const words = wordsOf[props.kind](props);
  const view: OrderView = {
    heading: words.heading,
    recipientName: props.recipientName,
    paragraphs: words.paragraphs,
    items: props.items,
  };
  return renderMail({
    subject: `${words.heading}: order ${props.orderNumber}`,
    preheader: words.paragraphs[0] ?? words.heading,
    contentHtml: html(view),
    contentText: text(view),
    buttonLabel: words.buttonLabel,
    buttonUrl: props.url,
    note: 'You receive this because you have ordered with your points.',
    help: props.help,
  });
}

export type OrderEmailProps = {
  kind: 'placed' | 'dispatched' | 'attempt_failed' | 'delivered' | 'returned' | 'cancelled';
  recipientName: string;
  /** `O-1042`. */
  orderNumber: string;
  points: number;
  items: { name: string; quantity: number }[];
  /** Failed delivery attempts up to this mail; 3: there is no further one. */
  attempt: number | null;
  /** Why the attempt failed, as the carrier says. */
  attemptReason: string | null;
  /** Of `returned` and `cancelled`: the paper that gives the points back. */
  creditNoteNumber: string | null;
  isLost: boolean;
  /** The order's page; after a failed attempt, where the address can be corrected. */
  url: string;
  help: Help;
};

type OrderView = {
  heading: string;
  recipientName: string;
  paragraphs: string[];
  items: { name: string; quantity: number }[];
};

interface Words {
  heading: string;
  paragraphs: string[];
  buttonLabel: string;
}

const wordsOf: Record<OrderEmailProps['kind'], (props: OrderEmailProps) => Words> = {
  placed: ({ points }) => ({
    heading: 'We have your order',
    paragraphs: [
      `${formatPoints(points)} were taken from your wallet. We hand your parcel to the carrier now.`,
      'Until it leaves you can cancel the order or correct the address.',
    ],
    buttonLabel: 'See the order',
  }),
  dispatched: () => ({
    heading: 'Your parcel is on its way',
    paragraphs: ['The carrier has it, and tries up to three times to hand it over.'],
    buttonLabel: 'See the order',
  }),
  attempt_failed: ({ attempt, attemptReason }) => {
    const isLast = attempt === 3;
    const why = attemptWords[attemptReason ?? ''] ?? 'The carrier could not hand over your parcel.';
    return {
      heading: isLast ? 'Your parcel goes back' : 'Your parcel could not be delivered',
      paragraphs: isLast
        ? [
            `${why} This was the third attempt, so it goes back.`,
            'Your points come back to your wallet when it has returned.',
          ]
        : [
            `${why} This was attempt ${attempt} of 3.`,
            'If the address is wrong, correct it before the next attempt.',
          ],
      buttonLabel: isLast ? 'See the order' : 'Check the address',
    };
  },
  delivered: () => ({
    heading: 'Your parcel was delivered',
    paragraphs: ['Enjoy it! If you did not receive it, tell us: where to turn stands below.'],
    buttonLabel: 'See the order',
  }),
  returned: ({ points, creditNoteNumber, isLost }) => ({
    heading: 'Your points are back',
    paragraphs: [
      isLost ? 'The carrier has lost your parcel.' : 'Your parcel came back to us.',
      `${formatPoints(points)} are in your wallet again, by the credit note ${creditNoteNumber}.`,
    ],
    buttonLabel: 'See the order',
  }),
  cancelled: ({ points, creditNoteNumber }) => ({
    heading: 'Your order is cancelled',
    paragraphs: [
      `${formatPoints(points)} are in your wallet again, by the credit note ${creditNoteNumber}.`,
    ],
    buttonLabel: 'See the order',
  }),
};

const attemptWords: Partial<Record<string, string>> = {
  nobody_home: 'The carrier met nobody who could take your parcel.',
  wrong_address: 'The carrier did not find your address.',
  refused: 'Your parcel was not accepted.',
};

const html = loadTemplate<OrderView>(__dirname, 'order-email.html.hbs', 'html');
const text = loadTemplate<OrderView>(__dirname, 'order-email.text.hbs', 'text');
