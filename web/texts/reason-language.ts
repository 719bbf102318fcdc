import i18next from 'i18next';

/** What the table of reasons says of one. */
export interface ReasonText {
  message: string;
  nextAction: string;
}

/** How the texts of the server, which are English, are said in a language of the pages. */
export interface ReasonLanguage {
  /** @param text the message or the next action of a reason with this code, or both together */
  say: (code: string, text: string) => string;
  /** The subject of a ticket that opened by itself. */
  saySubject: (cause: string, subject: string) => string;
}

const asServerSays: ReasonLanguage = {
  say: (_, text) => text,
  saySubject: (_, subject) => subject,
};

const languages = new Map<string, ReasonLanguage>();

export function learnReasons(language: string, reasons: ReasonLanguage): void {
  languages.set(language, reasons);
}

/** In the page's language; a language without a table of reasons leaves the server's texts. */
export function sayReason(code: string, text: string): string {
  return spoken().say(code, text);
}

export function saySubject(cause: string, subject: string): string {
  return spoken().saySubject(cause, subject);
}

function spoken(): ReasonLanguage {
  return languages.get(i18next.language) ?? asServerSays;
}
