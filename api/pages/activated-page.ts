import type { Help } from '../../emails/help';
import { loadTemplate } from '../../emails/load-template';
import { layout } from './layout';

/** Shown after an activation. */
export function activatedPage(props: ActivatedPageProps): string {
  const contentHtml = template({
    companyName: props.companyName,
    recipientName: props.recipientName,
    walletUrl: props.walletUrl,
  });
  return layout({ title: 'Your account is active', contentHtml, help: props.help });
}

export type ActivatedPageProps = {
  companyName: string;
  recipientName: string;
  walletUrl: string;
  help: Help;
};

type ActivatedView = Omit<ActivatedPageProps, 'help'>;

const template = loadTemplate<ActivatedView>(__dirname, 'activated-page.hbs', 'html');
