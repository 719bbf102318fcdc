import type { Help } from '../../emails/help';
import { loadTemplate } from '../../emails/load-template';
import { hero } from './hero';
import { layout } from './layout';

/** What an activation link shows. It changes nothing by being opened; its form activates. */
export function activationPage(props: ActivationPageProps): string {
  const contentHtml = template({
    heroHtml: hero({ ...props, lead: 'You received' }),
    recipientName: props.recipientName,
    formAction: props.formAction,
    hiddenFields: props.hiddenFields ?? {},
  });
  return layout({ title: 'Activate your account', contentHtml, help: props.help });
}

export type ActivationPageProps = {
  companyName: string;
  recipientName: string;
  points: number;
  formAction: string;
  hiddenFields?: Record<string, string> | undefined;
  help: Help;
};

type ActivationView = {
  heroHtml: string;
  recipientName: string;
  formAction: string;
  hiddenFields: Record<string, string>;
};

const template = loadTemplate<ActivationView>(__dirname, 'activation-page.hbs', 'html');
