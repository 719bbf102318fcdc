import type { WebhookDisabledReason } from '../domain/webhook-events';
import { formatDateTime } from './format';
import type { Help } from './help';
import { loadTemplate } from './load-template';
import { type Mail, renderMail } from './render-mail';

/** The mail to the owners of a company: one of its webhook endpoints was disabled by itself. */
export function renderWebhookEmail(props: WebhookEmailProps): Mail {
  const heading = 'A webhook endpoint was disabled';
  const view: WebhookView = { heading, name: props.name, paragraphs: paragraphsOf(props) };
  return renderMail({
    subject: `${heading}: ${props.companyName}`,
    preheader: view.paragraphs[0] ?? heading,
    contentHtml: html(view),
    contentText: text(view),
    buttonLabel: 'Open the webhooks',
    buttonUrl: props.url,
    note: 'You receive this because you are an owner of this company.',
    help: props.help,
  });
}

export interface WebhookEmailProps {
  reason: Exclude<WebhookDisabledReason, 'by_hand'>;
  name: string;
  companyName: string;
  /** Where events went; nothing of it that could be secret. */
  endpointUrl: string;
  disabledAt: Date;
  url: string;
  help: Help;
}

interface WebhookView {
  heading: string;
  name: string;
  paragraphs: string[];
}

function paragraphsOf({ reason, endpointUrl, disabledAt }: WebhookEmailProps): string[] {
  return [
    `${endpointUrl} is not told of what happens any more, since ${formatDateTime(disabledAt)}. ${why[reason]}`,
    'What waited for it is kept for 30 days and goes on when you enable the endpoint. What happens meanwhile is not kept for it: read it by the API.',
    'Rewards and their mails are not affected.',
  ];
}

const why: Record<WebhookEmailProps['reason'], string> = {
  gone: 'It answered 410 Gone, which asks us to stop.',
  failing: 'For five days nothing that we sent has arrived there.',
};

// It looks like the mails about accounts.
const html = loadTemplate<WebhookView>(__dirname, 'account-email.html.hbs', 'html');
const text = loadTemplate<WebhookView>(__dirname, 'account-email.text.hbs', 'text');
