import { formatPoints } from '../../emails/format';
import type { Help } from '../../emails/help';
import { loadTemplate } from '../../emails/load-template';
import { hero } from './hero';
import { layout } from './layout';

/** Shown after a registration: the points are credited. */
export function registeredPage(props: RegisteredPageProps): string {
  const contentHtml = template({
    heroHtml: hero({ ...props, lead: 'You received' }),
    recipientName: props.recipientName,
    walletUrl: props.walletUrl,
  });
  const title = `You received ${formatPoints(props.points)}`;
  return layout({ title, contentHtml, help: props.help });
}

export type RegisteredPageProps = {
  companyName: string;
  recipientName: string;
  points: number;
  walletUrl: string;
  help: Help;
};

type RegisteredView = { heroHtml: string; recipientName: string; walletUrl: string };

const template = loadTemplate<RegisteredView>(__dirname, 'registered-page.hbs', 'html');
