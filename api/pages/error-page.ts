import type { Help } from '../../emails/help';
import { loadTemplate } from '../../emails/load-template';
import { type Language, textsIn } from './language';
import { layout } from './layout';
import type { PageTexts } from './texts/en';

/** Shown when a page fails; support finds the failure in the logs by the request id. */
export function errorPage(props: ErrorPageProps): string {
  const { title, message, requestId } = props;
  const t = textsIn(props.language).error;
  return layout({ ...props, contentHtml: template({ t, title, message, requestId }) });
}

export type ErrorPageProps = {
  language: Language;
  title: string;
  message: string;
  requestId: string;
  help: Help;
};

type ErrorView = Omit<ErrorPageProps, 'help' | 'language'> & { t: PageTexts['error'] };

const template = loadTemplate<ErrorView>(__dirname, 'error-page.hbs', 'html');
