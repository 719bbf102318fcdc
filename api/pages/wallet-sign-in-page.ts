import type { Help } from '../../emails/help';
import { loadTemplate } from '../../emails/load-template';
import { type Language, textsIn } from './language';
import { layout } from './layout';
import type { PageTexts } from './texts/en';

/**
 * Asks for the e-mail address, posted as `email`, to which a sign-in link is mailed. Once sent, it
 * says the same whether the address has a wallet or not, so that nobody learns who has one.
 */
export function walletSignInPage(props: WalletSignInPageProps): string {
  const t = textsIn(props.language).signIn;
  const contentHtml = template({
    t,
    formAction: props.formAction,
    sent: props.sent,
    isAgain: props.isAgain ?? false,
    email: props.email ?? '',
    problem: props.problem ?? null,
    hiddenFields: props.hiddenFields ?? {},
  });
  return layout({ ...props, title: titleOf(t, props), contentHtml });
}

export type WalletSignInPageProps = {
  language: Language;
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
  t: PageTexts['signIn'];
  formAction: string;
  sent: boolean;
  isAgain: boolean;
  email: string;
  problem: string | null;
  hiddenFields: Record<string, string>;
};

const template = loadTemplate<WalletSignInView>(__dirname, 'wallet-sign-in-page.hbs', 'html');

// A screen reader says the title first: it says when the form was refused.
function titleOf(t: PageTexts['signIn'], { problem, sent }: WalletSignInPageProps): string {
  if (problem) return t.titleRefused;
  return sent ? t.titleSent : t.title;
}
