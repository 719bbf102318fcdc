import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import type * as english from './en';
import * as englishShell from './en/shell';
import { learnReasons, type ReasonLanguage } from './reason-language';

/**
 * The texts of the pages. English is the shape that every other language is checked against; what
 * the server says is English already, and needs no table of reasons. Those of the shell are all that
 * who signs in reads; the others, three quarters, come with the first page that needs them
 * (`withAllTexts`).
 */
export const languages = {
  en: {
    name: 'English',
    loadShell: () => Promise.resolve(englishShell),
    loadAll: () => import('./en'),
    loadReasons: (): Promise<ReasonLanguage | undefined> => Promise.resolve(undefined),
  },
  de: {
    name: 'Deutsch',
    loadShell: (): Promise<typeof englishShell> => import('./de/shell'),
    loadAll: (): Promise<typeof english> => import('./de'),
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
    resources: { en: { texts: englishShell } },
    // React escapes what it shows.
    interpolation: { escapeValue: false },
    returnEmptyString: false,
    saveMissing: true,
    missingKeyHandler: (_, __, key) => console.error(`The text ${key} is not loaded.`),
  });
  await changeLanguage(language);
}

/**
 * A part of the program with all texts, for each page behind the sign-in: both are loaded at once, and
 * nothing is drawn before both are there.
 */
export async function withAllTexts<Part>(part: Promise<Part>): Promise<Part> {
  areAllNeeded = true;
  const [loaded] = await Promise.all([part, learn(i18next.language as Language)]);
  return loaded;
}

let areAllNeeded = false;

async function changeLanguage(language: Language): Promise<void> {
  await learn(language);
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}

async function learn(language: Language): Promise<void> {
  const { loadShell, loadAll, loadReasons } = languages[language];
  const [texts, reasons] = await Promise.all([
    areAllNeeded ? loadAll() : loadShell(),
    loadReasons(),
  ]);
  if (reasons !== undefined) learnReasons(language, reasons);
  i18next.addResourceBundle(language, 'texts', texts);
}

/** At once, and remembered on this device. */
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
