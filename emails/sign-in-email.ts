import type { Help } from './help';
import { loadTemplate } from './load-template';
import { type Mail, renderMail } from './render-mail';

/** The mail whose link signs a recipient in to the wallet. */
export function renderSignInEmail(props: SignInEmailProps): Mail {
  const minutes = `${props.expiresInMinutes} ${props.expiresInMinutes === 1 ? 'minute' : 'minutes'}`;
  const validity = `The link works once, within ${minutes}.`;
  const view: SignInView = { recipientName: props.recipientName, validity };
  return renderMail({
    subject: 'Sign in to your wallet',
    preheader: validity,
    contentHtml: html(view),
    contentText: text(view),
    buttonLabel: 'Sign in to your wallet',
    buttonUrl: props.url,
    note: 'If you did not ask for this link, ignore this mail: nobody gets in without it.',
    help: props.help,
  });
}

export type SignInEmailProps = {
  recipientName: string;
  url: string;
  expiresInMinutes: number;
  help: Help;
};

type SignInView = { recipientName: string; validity: string };

const html = loadTemplate<SignInView>(__dirname, 'sign-in-email.html.hbs', 'html');
const text = loadTemplate<SignInView>(__dirname, 'sign-in-email.text.hbs', 'text');
