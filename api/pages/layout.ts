import { type Help, type HelpLinks, helpLinks } from '../../emails/help';
import { loadTemplate } from '../../emails/load-template';

/**
 * The document around every recipient page: title, stylesheet, where to turn (rule R16). No page
 * has a script or an inline style, so that `default-src 'none'; style-src 'self'` holds.
 */
export function layout(page: PageContent): string {
  return template({ ...page, help: helpLinks(page.help) });
}

type PageContent = {
  title: string;
  /** Rendered already, so it goes into the document unescaped. */
  contentHtml: string;
  help: Help;
};

type LayoutView = Omit<PageContent, 'help'> & { help: HelpLinks };

const template = loadTemplate<LayoutView>(__dirname, 'layout.hbs', 'html');
