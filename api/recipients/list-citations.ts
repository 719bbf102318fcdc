import { z } from 'zod';
import { citationSuggestions } from '../../domain/typed-text';
import { companyProcedure } from '../trpc';

/** Suggestions for the citation of a reward; any other text may be typed. */
export const listCitations = companyProcedure
  .output(z.object({ items: z.array(z.string()) }))
  .query(() => ({ items: [...citationSuggestions] }));
