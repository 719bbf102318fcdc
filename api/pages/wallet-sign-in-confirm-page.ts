import type { Help } from '../../emails/help';
import { loadTemplate } from '../../emails/load-template';
import { type Language, textsIn } from './language';
import { layout } from './layout';
import type { PageTexts } from './texts/en';

/** What the mailed sign-in link shows: scanners open links, so only its form uses the link up. */
export function walletSignInConfirmPage(props: WalletSignInConfirmPageProps): string {
  const t = textsIn(props.language).signInConfirm;
  const contentHtml = template({
    t,
    formAction: props.formAction,
    hiddenFields: props.hiddenFields ?? {},
  });
  return layout({ ...props, title: t.title, contentHtml });
}

export type WalletSignInConfirmPageProps = {
  language: Language;
  formAction: string;
  hiddenFields?: Record<string, string> | undefined;
  help: Help;
};

type WalletSignInConfirmView = {
  t: PageTexts['signInConfirm'];
  formAction: string;
  hiddenFields: Record<string, string>;
};

const template = loadTemplate<WalletSignInConfirmView>(
  __dirname,
  'wallet-sign-in-confirm-page.hbs',
  'html',
);
