import { citationLines } from '../../emails/citation-lines';
import type { Help } from '../../emails/help';
import { loadTemplate } from '../../emails/load-template';
import { hero } from './hero';
import { type Language, textsIn } from './language';
import { layout } from './layout';
import type { PageTexts } from './texts/en';

/**
 * What a registration link shows. It changes nothing by being opened (mail scanners open links);
 * its form registers the recipient. The name is posted as `name`.
 */
export function registrationPage(props: RegistrationPageProps): string {
  const { formats, registration: t } = textsIn(props.language);
  const points = formats.points(props.points);
  const contentHtml = template({
    t,
    heroHtml: hero({ ...props, lead: 'waiting' }),
    register: t.register(points),
    recipientName: props.recipientName,
    email: props.email,
    citationLines: citationLines(props.citation),
    nothingYet: t.nothingYet(formats.dateTime(props.expiresAt)),
    formAction: props.formAction,
    hiddenFields: props.hiddenFields ?? {},
    problem: props.problem ?? null,
  });
  const title = props.problem ? t.titleRefused(points) : t.title(points);
  return layout({ ...props, title, contentHtml });
}

export type RegistrationPageProps = {
  language: Language;
  companyName: string;
  recipientName: string;
  points: number;
  citation: string | null;
  email: string;
  expiresAt: Date;
  formAction: string;
  hiddenFields?: Record<string, string> | undefined;
  /** What was wrong with the form that was just posted. */
  problem?: string | undefined;
  help: Help;
};

type RegistrationView = {
  t: PageTexts['registration'];
  heroHtml: string;
  register: string;
  recipientName: string;
  email: string;
  citationLines: string[];
  nothingYet: string;
  formAction: string;
  hiddenFields: Record<string, string>;
  problem: string | null;
};

const template = loadTemplate<RegistrationView>(__dirname, 'registration-page.hbs', 'html');
