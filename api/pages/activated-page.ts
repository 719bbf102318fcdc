import type { Help } from '../../emails/help';
import { loadTemplate } from '../../emails/load-template';
import { type Language, textsIn } from './language';
import { layout } from './layout';
import type { PageTexts } from './texts/en';

/** Shown after an activation. */
export function activatedPage(props: ActivatedPageProps): string {
  const t = textsIn(props.language).activated;
  const contentHtml = template({
    t,
    companyName: props.companyName,
    recipientName: props.recipientName,
    walletUrl: props.walletUrl,
  });
  return layout({ ...props, title: t.title, contentHtml });
}

export type ActivatedPageProps = {
  language: Language;
  companyName: string;
  recipientName: string;
  walletUrl: string;
  help: Help;
};

type ActivatedView = Omit<ActivatedPageProps, 'help' | 'language'> & { t: PageTexts['activated'] };

const template = loadTemplate<ActivatedView>(__dirname, 'activated-page.hbs', 'html');
