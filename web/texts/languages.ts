import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import * as english from './en';
import { learnReasons, type ReasonLanguage } from './reason-language';

/**
 * All texts of the pages. English is the shape that every other language is checked against; what
 * the server says is English already, and needs no table of reasons.
 */
export const languages = {
  en: {
    name: 'English',
    load: () => Promise.resolve(english),
    loadReasons: (): Promise<ReasonLanguage | undefined> => Promise.resolve(undefined),
  },
  de: {
    name: 'Deutsch',
    load: (): Promise<typeof english> => import('./de'),
    loadReasons: async (): Promise<ReasonLanguage | undefined> =>
      (await import('./de/reasons')).inGerman,
  },
} as const;
export type Language = keyof typeof languages;

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'texts';
    resources: { texts: typeof english };
  }
}

/** The language that the reader chose, else the browser's, else English. */
export async function startTexts(): Promise<void> {
  const wanted = [readChoice(), ...navigator.languages].map((tag) => tag?.slice(0, 2));
  const language = wanted.find(isLanguage) ?? 'en';
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    defaultNS: 'texts',
    resources: { en: { texts: english } },
    // React escapes what it shows.
    interpolation: { escapeValue: false },
    returnEmptyString: false,
  });
  await changeLanguage(language);
}

export async function changeLanguage(language: Language): Promise<void> {
  const { load, loadReasons } = languages[language];
  const [texts, reasons] = await Promise.all([load(), loadReasons()]);
  if (reasons !== undefined) learnReasons(language, reasons);
  i18next.addResourceBundle(language, 'texts', texts);
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}

/** As `changeLanguage`, and remembered on this device. */
export async function chooseLanguage(language: Language): Promise<void> {
  window.localStorage.setItem(KEY, language);
  await changeLanguage(language);
}

const KEY = 'bestow/language';

function readChoice(): string | undefined {
  try {
    return window.localStorage.getItem(KEY) ?? undefined;
  } catch (error) {
    console.warn('The language is not remembered', error);
    return undefined;
  }
}

function isLanguage(tag: string | undefined): tag is Language {
  return tag !== undefined && tag in languages;
}
