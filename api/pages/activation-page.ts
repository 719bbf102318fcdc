import type { Help } from '../../emails/help';
import { loadTemplate } from '../../emails/load-template';
import { hero } from './hero';
import { type Language, textsIn } from './language';
import { layout } from './layout';
import type { PageTexts } from './texts/en';

/** What an activation link shows. It changes nothing by being opened; its form activates. */
export function activationPage(props: ActivationPageProps): string {
  const t = textsIn(props.language).activation;
  const contentHtml = template({
    t,
    heroHtml: hero({ ...props, lead: 'received' }),
    recipientName: props.recipientName,
    formAction: props.formAction,
    hiddenFields: props.hiddenFields ?? {},
  });
  return layout({ ...props, title: t.title, contentHtml });
}

export type ActivationPageProps = {
  language: Language;
  companyName: string;
  recipientName: string;
  points: number;
  formAction: string;
  hiddenFields?: Record<string, string> | undefined;
  help: Help;
};

type ActivationView = {
  t: PageTexts['activation'];
  heroHtml: string;
  recipientName: string;
  formAction: string;
  hiddenFields: Record<string, string>;
};

const template = loadTemplate<ActivationView>(__dirname, 'activation-page.hbs', 'html');
