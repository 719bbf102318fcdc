import { formatNumber, pointsNoun } from '../../emails/format';
import { loadTemplate } from '../../emails/load-template';

/** The head of a page about points: how many, from whom, in the words of the page. */
export function hero(content: HeroContent): string {
  return template({
    lead: content.lead,
    number: formatNumber(content.points),
    noun: pointsNoun(content.points),
    companyName: content.companyName,
  });
}

type HeroContent = { lead: string; points: number; companyName: string };

type HeroView = { lead: string; number: string; noun: string; companyName: string };

const template = loadTemplate<HeroView>(__dirname, 'hero.hbs', 'html');
