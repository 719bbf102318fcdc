import type { Help } from '../../emails/help';
import { loadTemplate } from '../../emails/load-template';
import { layout } from './layout';

/** What the mailed sign-in link shows: scanners open links, so only its form uses the link up. */
export function walletSignInConfirmPage(props: WalletSignInConfirmPageProps): string {
  const contentHtml = template({
    formAction: props.formAction,
    hiddenFields: props.hiddenFields ?? {},
  });
  return layout({ title: 'Open your wallet', contentHtml, help: props.help });
}

export type WalletSignInConfirmPageProps = {
  formAction: string;
  hiddenFields?: Record<string, string> | undefined;
  help: Help;
};

type WalletSignInConfirmView = { formAction: string; hiddenFields: Record<string, string> };

const template = loadTemplate<WalletSignInConfirmView>(
  __dirname,
  'wallet-sign-in-confirm-page.hbs',
  'html',
);
