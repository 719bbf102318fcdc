import type { Help } from '../../emails/help';
import { loadTemplate } from '../../emails/load-template';
import { layout } from './layout';

/** Shown when a mailed link cannot be used: what happened and what to do next. */
export function linkProblemPage(props: LinkProblemPageProps): string {
  const title = TITLES[props.code];
  const { message, nextAction, walletUrl } = props;
  const contentHtml = template({ title, message, nextAction, walletUrl });
  return layout({ title, contentHtml, help: props.help });
}

export type LinkProblemPageProps = {
  code: 'link_expired' | 'link_used' | 'not_found' | 'registered_with_another_company';
  /** The public text of the code and what to do next, both for the recipient's eyes. */
  message: string;
  nextAction: string;
  /** Where the way on leads to the wallet. */
  walletUrl?: string;
  help: Help;
};

type LinkProblemView = {
  title: string;
  message: string;
  nextAction: string;
  walletUrl: string | undefined;
};

// What happened exactly is the message's to say: a title that said it too would repeat it.
const TITLES: Record<LinkProblemPageProps['code'], string> = {
  link_expired: 'This link cannot be used',
  link_used: 'This link cannot be used',
  not_found: 'This link cannot be used',
  registered_with_another_company: 'You cannot register with this link',
};

const template = loadTemplate<LinkProblemView>(__dirname, 'link-problem-page.hbs', 'html');
