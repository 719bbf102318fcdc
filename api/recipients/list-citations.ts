import { z } from 'zod';
import { citationSuggestions } from '../../domain/typed-text';
import { permitted } from '../trpc';

/** Suggestions for the citation of a reward; any other text may be typed. */
export const listCitations = permitted('recipients.view')
  .output(z.object({ items: z.array(z.string()) }))
  .query(() => ({ items: [...citationSuggestions] }));
