import type { Help } from '../../emails/help';
import { loadTemplate } from '../../emails/load-template';
import { layout } from './layout';

/** Shown when a page fails; support finds the failure in the logs by the request id. */
export function errorPage(props: ErrorPageProps): string {
  const { title, message, requestId, help } = props;
  return layout({ title, contentHtml: template({ title, message, requestId }), help });
}

export type ErrorPageProps = { title: string; message: string; requestId: string; help: Help };

type ErrorView = Omit<ErrorPageProps, 'help'>;

const template = loadTemplate<ErrorView>(__dirname, 'error-page.hbs', 'html');
