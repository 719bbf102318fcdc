import type { Request, Response } from 'express';
import { de } from './texts/de';
import { en, type PageTexts } from './texts/en';

/**
 * The language of a page: what its reader prefers of those that there are (RFC 9110 section 12.5.4), else
 * English. The answer says which one it is (section 8.5), and that it depends on the reader (section 12.5.5).
 */
export function chooseLanguage(
  request: Pick<Request, 'acceptsLanguages'>,
  response: Response,
): Language {
  const chosen = request.acceptsLanguages(Object.keys(texts));
  const language = isLanguage(chosen) ? chosen : 'en';
  response.vary('Accept-Language').set('Content-Language', language);
  return language;
}

export function textsIn(language: Language): PageTexts {
  return texts[language];
}

export type Language = keyof typeof texts;

/** In the order of preference of who prefers none. */
const texts = { en, de };

function isLanguage(tag: string | false): tag is Language {
  return tag !== false && Object.hasOwn(texts, tag);
}
