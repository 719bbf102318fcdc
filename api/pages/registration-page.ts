import { citationLines } from '../../emails/citation-lines';
import { formatDateTime, formatPoints } from '../../emails/format';
import type { Help } from '../../emails/help';
import { loadTemplate } from '../../emails/load-template';
import { hero } from './hero';
import { layout } from './layout';

/**
 * What a registration link shows. It changes nothing by being opened (mail scanners open links);
 * its form registers the recipient. The name is posted as `name`.
 */
export function registrationPage(props: RegistrationPageProps): string {
  const points = formatPoints(props.points);
  const contentHtml = template({
    heroHtml: hero({ ...props, lead: 'Waiting for you' }),
    points,
    recipientName: props.recipientName,
    email: props.email,
    citationLines: citationLines(props.citation),
    expiresAt: formatDateTime(props.expiresAt),
    formAction: props.formAction,
    hiddenFields: props.hiddenFields ?? {},
    problem: props.problem ?? null,
  });
  const title = props.problem ? `Not registered yet: ${points}` : `Receive ${points}`;
  return layout({ title, contentHtml, help: props.help });
}

export type RegistrationPageProps = {
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
  heroHtml: string;
  points: string;
  recipientName: string;
  email: string;
  citationLines: string[];
  expiresAt: string;
  formAction: string;
  hiddenFields: Record<string, string>;
  problem: string | null;
};

const template = loadTemplate<RegistrationView>(__dirname, 'registration-page.hbs', 'html');
