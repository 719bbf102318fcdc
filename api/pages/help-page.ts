import type { Help } from '../../emails/help';
import { loadTemplate } from '../../emails/load-template';
import { layout } from './layout';

/** Where to turn: the layout's own part says how; this page is what mails link to. */
export function helpPage(props: HelpPageProps): string {
  return layout({ title: 'Help', contentHtml: template({}), help: props.help });
}

export type HelpPageProps = { help: Help };

const template = loadTemplate<Record<string, never>>(__dirname, 'help-page.hbs', 'html');
