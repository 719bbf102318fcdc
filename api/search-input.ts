import { z } from 'zod';
import { parseExternalId } from '../domain/typed-text';

/** What somebody types into a search field: one line that PostgreSQL can hold. */
export const searchInput = z
  .string()
  .trim()
  .max(200)
  .refine((text) => parseExternalId(text) !== undefined, 'Control characters are in no text');
