import { citationLines } from './citation-lines';
import { formatDateTime, formatPoints } from './format';
import type { Help } from './help';
import { loadTemplate } from './load-template';
import { type Mail, renderMail } from './render-mail';

/** The mail about a send that waits for an approval: to those who may give it, and to its sender. */
export function renderApprovalEmail(props: ApprovalEmailProps): Mail {
  const words = wordsOf(props);
  const isDecided = props.kind === 'approved' || props.kind === 'rejected';
  const note = (isDecided && props.note) || '';
  const view = { adminName: props.adminName, note, noteLines: citationLines(note), ...words };
  return renderMail({
    subject: `${words.heading}: ${props.companyName}`,
    preheader: words.situation,
    contentHtml: html(view),
    contentText: text(view),
    buttonLabel: isDecided ? 'Open the send' : 'Look at the send',
    buttonUrl: props.url,
    note: isDecided
      ? 'You receive this because you sent these points, or made the key that did.'
      : 'You receive this because you may approve what your company sends.',
    help: props.help,
  });
}

export type ApprovalEmailProps = {
  kind: 'asked' | 'reminder' | 'approved' | 'rejected';
  adminName: string;
  companyName: string;
  points: number;
  recipients: number;
  /** When it goes out, if a time was chosen. */
  sendAt: Date | null;
  /** What the send is now. */
  status: string;
  senderName: string | null;
  /** Whether the sender is an API key. */
  isByKey: boolean;
  deciderName: string | null;
  note: string | null;
  url: string;
  help: Help;
};

type Words = { heading: string; situation: string; whatNext: string };

function wordsOf(props: ApprovalEmailProps): Words {
  const { kind, points, recipients, sendAt } = props;
  const people = recipients === 1 ? '1 recipient' : `${recipients} recipients`;
  const what = `${formatPoints(points)} to ${people}`;
  const sender = props.isByKey
    ? `The API key ${props.senderName ?? ''}`
    : (props.senderName ?? 'Somebody of your company');
  const decider = props.deciderName ?? 'Somebody of your company';
  const planned = sendAt === null ? '' : ` It is planned for ${formatDateTime(sendAt)}.`;
  switch (kind) {
    case 'asked':
      return {
        heading: 'A send waits for your approval',
        situation: `${sender} sends ${what}.${planned}`,
        whatNext: 'Nobody receives anything before it is approved. One approval is enough.',
      };
    case 'reminder':
      return {
        heading: 'A send still waits for your approval',
        situation: `${sender} sends ${what}, and nobody has decided about it yet.${planned}`,
        whatNext: 'Approve or reject it, so that its sender knows. There is no further reminder.',
      };
    case 'approved':
      return {
        heading: 'Your send is approved',
        situation: `${decider} has approved your send of ${what}.`,
        whatNext: afterApproval(props),
      };
    case 'rejected':
      return {
        heading: 'Your send is rejected',
        situation: `${decider} has rejected your send of ${what}.`,
        whatNext:
          'Nobody has received anything. Points that were set aside for it are in the Company Balance again.',
      };
  }
}

function afterApproval({ status, sendAt }: ApprovalEmailProps): string {
  if (status === 'awaiting_funds') {
    return 'It waits for funds now, and goes out by itself when they are there.';
  }
  if (status === 'scheduled' && sendAt !== null && sendAt.getTime() > Date.now()) {
    return `It goes out at its time, ${formatDateTime(sendAt)}.`;
  }
  return status === 'cancelled' ? 'It was cancelled since then.' : 'It is on its way.';
}

type View = Words & { adminName: string; note: string; noteLines: string[] };

const html = loadTemplate<View>(__dirname, 'approval-email.html.hbs', 'html');
const text = loadTemplate<View>(__dirname, 'approval-email.text.hbs', 'text');
