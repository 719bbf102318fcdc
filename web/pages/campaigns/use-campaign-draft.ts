import { useState } from 'react';
import { useKept } from '../../client/kept';
import type { Outputs } from '../../client/trpc';
import { useReasonTexts } from '../../design/reason-texts';
import { type CampaignContent, checkCampaign } from '../../../domain/campaign-content';

export type Campaign = Outputs['campaigns']['get'];

export interface Draft {
  /** What was read when the typing began; 0 of a new one. Another one meanwhile is refused. */
  version: number;
  name: string;
  content: CampaignContent;
}

/**
 * The campaign as it is being written. It is kept in this tab from the first letter on, and judged by
 * the rules of the server at each; what is wrong shows at fields that were touched, or all of them
 * when somebody has tried to save.
 */
export function useCampaignDraft(campaign: Campaign | undefined) {
  const { textOf } = useReasonTexts();
  const kept = useKept<Draft>(`campaigns/${campaign?.id ?? 'new'}`);
  const [draft, setDraft] = useState<Draft>(() => kept.read() ?? draftOf(campaign));
  const [touched, setTouched] = useState<ReadonlySet<string>>(new Set());
  const [hasTried, setHasTried] = useState(false);
  const saved = draftOf(campaign);
  const checked = checkCampaign(draft);
  const issues = checked.ok ? [] : checked.issues;
  const change = (path: string, next: Draft) => {
    setTouched(new Set([...touched, path]));
    setDraft(next);
    kept.write(next);
  };
  const start = (from: Draft) => {
    kept.forget();
    setDraft(from);
    setTouched(new Set());
    setHasTried(false);
  };
  return {
    draft,
    isDirty: !isSame(draft, saved),
    isContentRight: issues.every(({ path }) => path === 'name'),
    isRight: issues.length === 0,
    setName: (name: string) => change('name', { ...draft, name }),
    setContent: (part: Partial<CampaignContent>) => {
      const path = `content.${Object.keys(part)[0] ?? ''}`;
      change(path, { ...draft, content: { ...draft.content, ...part } });
    },
    /** What is wrong with a field, once somebody has been there. */
    issueOf: (path: string) => {
      const issue = issues.find((one) => one.path === path);
      return issue && (touched.has(path) || hasTried) ? textOf(issue) : undefined;
    },
    showAllIssues: () => setHasTried(true),
    /** Everything is as this campaign has it. */
    startFrom: (from: Campaign) => start(draftOf(from)),
    /** Nothing more is kept: it is saved elsewhere. */
    forget: () => start(saved),
  };
}

function draftOf(campaign: Campaign | undefined): Draft {
  if (campaign === undefined) return EMPTY;
  const { version, name, content } = campaign;
  return { version, name, content };
}

const EMPTY: Draft = {
  version: 0,
  name: '',
  content: {
    ...{ subject: '', heading: '', message: '', buttonText: '', senderName: '' },
    ...{ bannerImageId: null, colour: '#0b5f56' },
  },
};

function isSame(one: Draft, other: Draft): boolean {
  const fields = Object.keys(one.content) as (keyof CampaignContent)[];
  return one.name === other.name && fields.every((key) => one.content[key] === other.content[key]);
}
