import type { Help } from '../../emails/help';
import { loadTemplate } from '../../emails/load-template';
import { hero } from './hero';
import { type Language, textsIn } from './language';
import { layout } from './layout';
import type { PageTexts } from './texts/en';

/** Shown after a registration: the points are credited. */
export function registeredPage(props: RegisteredPageProps): string {
  const { formats, registered: t } = textsIn(props.language);
  const contentHtml = template({
    t,
    heroHtml: hero({ ...props, lead: 'received' }),
    recipientName: props.recipientName,
    walletUrl: props.walletUrl,
  });
  const title = t.title(formats.points(props.points));
  return layout({ ...props, title, contentHtml });
}

export type RegisteredPageProps = {
  language: Language;
  companyName: string;
  recipientName: string;
  points: number;
  walletUrl: string;
  help: Help;
};

type RegisteredView = {
  t: PageTexts['registered'];
  heroHtml: string;
  recipientName: string;
  walletUrl: string;
};

const template = loadTemplate<RegisteredView>(__dirname, 'registered-page.hbs', 'html');
