import { type Help, type HelpLinks, helpLinks } from '../../emails/help';
import { loadTemplate } from '../../emails/load-template';
import { type Language, textsIn } from './language';
import type { PageTexts } from './texts/en';

/**
 * The document around every recipient page: title, stylesheet, where to turn (rule R16). No page
 * has a script or an inline style, so that `default-src 'none'; style-src 'self'` holds.
 */
export function layout(page: PageContent): string {
  return template({ ...page, t: textsIn(page.language).layout, help: helpLinks(page.help) });
}

type PageContent = {
  language: Language;
  title: string;
  /** Rendered already, so it goes into the document unescaped. */
  contentHtml: string;
  help: Help;
};

type LayoutView = Omit<PageContent, 'help'> & { t: PageTexts['layout']; help: HelpLinks };

const template = loadTemplate<LayoutView>(__dirname, 'layout.hbs', 'html');
