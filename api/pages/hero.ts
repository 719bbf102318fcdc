import { loadTemplate } from '../../emails/load-template';
import { type Language, textsIn } from './language';

/** The head of a page about points: how many, from whom, in the words of the page. */
export function hero(content: HeroContent): string {
  const { formats, hero: t } = textsIn(content.language);
  return template({
    lead: t[content.lead],
    number: formats.number(content.points),
    noun: formats.pointsNoun(content.points),
    from: t.from,
    companyName: content.companyName,
  });
}

type HeroContent = {
  language: Language;
  lead: 'received' | 'waiting';
  points: number;
  companyName: string;
};

type HeroView = {
  lead: string;
  number: string;
  noun: string;
  from: string;
  companyName: string;
};

const template = loadTemplate<HeroView>(__dirname, 'hero.hbs', 'html');
