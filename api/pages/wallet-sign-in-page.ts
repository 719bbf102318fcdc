import type { Help } from '../../emails/help';
import { loadTemplate } from '../../emails/load-template';
import { layout } from './layout';

/**
 * Asks for the e-mail address, posted as `email`, to which a sign-in link is mailed. Once sent, it
 * says the same whether the address has a wallet or not, so that nobody learns who has one.
 */
export function walletSignInPage(props: WalletSignInPageProps): string {
  const contentHtml = template({
    formAction: props.formAction,
    sent: props.sent,
    isAgain: props.isAgain ?? false,
    email: props.email ?? '',
    problem: props.problem ?? null,
    hiddenFields: props.hiddenFields ?? {},
  });
  return layout({ title: titleOf(props), contentHtml, help: props.help });
}

export type WalletSignInPageProps = {
  formAction: string;
  /** True after the form was posted: a link is on its way if the address has a wallet. */
  sent: boolean;
  /** True when a session has ended while somebody was there. */
  isAgain?: boolean;
  email?: string | undefined;
  problem?: string | undefined;
  hiddenFields?: Record<string, string> | undefined;
  help: Help;
};

type WalletSignInView = {
  formAction: string;
  sent: boolean;
  isAgain: boolean;
  email: string;
  problem: string | null;
  hiddenFields: Record<string, string>;
};

const template = loadTemplate<WalletSignInView>(__dirname, 'wallet-sign-in-page.hbs', 'html');

// A screen reader says the title first: it says when the form was refused.
function titleOf({ problem, sent }: WalletSignInPageProps): string {
  if (problem) return 'Not sent yet: sign in to your wallet';
  return sent ? 'Look into your mail' : 'Sign in to your wallet';
}
