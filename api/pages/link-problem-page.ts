import type { Help } from '../../emails/help';
import { loadTemplate } from '../../emails/load-template';
import { type Language, textsIn } from './language';
import { layout } from './layout';
import type { PageTexts } from './texts/en';

/** Shown when a mailed link cannot be used: what happened and what to do next. */
export function linkProblemPage(props: LinkProblemPageProps): string {
  const { problem, walletUrl } = props;
  const t = textsIn(props.language).linkProblem;
  const isElsewhere = problem === 'registered_with_another_company';
  // What happened exactly is the message's to say: a title that said it too would repeat it.
  const title = isElsewhere ? t.cannotRegister : t.cannotBeUsed;
  const { message, nextAction } = t.problems[problem];
  const contentHtml = template({ t, title, message, nextAction, walletUrl });
  return layout({ ...props, title, contentHtml });
}

export type LinkProblemPageProps = {
  language: Language;
  problem: keyof PageTexts['linkProblem']['problems'];
  /** Where the way on leads to the wallet. */
  walletUrl?: string;
  help: Help;
};

type LinkProblemView = {
  t: PageTexts['linkProblem'];
  title: string;
  message: string;
  nextAction: string;
  walletUrl: string | undefined;
};

const template = loadTemplate<LinkProblemView>(__dirname, 'link-problem-page.hbs', 'html');
