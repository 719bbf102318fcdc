import { type ReasonCode, reasons as english } from '../../domain/reasons';
import { machineSubjects, parcelSubjects, paymentSubjects } from '../../domain/ticket-subjects';
import type { ReasonLanguage, ReasonText } from './reason-language';

/** What a language says in place of the server's English. */
export interface ReasonTable {
  reasons: Record<ReasonCode, ReasonText>;
  /** What the server says in place of a reason's own sentence. */
  sentences: Readonly<Record<string, string>>;
  /** The same with values in it, which are put in by their order. */
  details: readonly (readonly [RegExp, (...values: string[]) => string])[];
  machineSubjects: Record<keyof typeof englishSubjects, string>;
}

/**
 * Says in another language what the server says in English. A text that is neither the table's own
 * nor one of those that are known to be built from a value stays as it is: a detail is never lost.
 */
export function translatorOf(table: ReasonTable): ReasonLanguage {
  return {
    say: (code, text) => {
      if (!isReason(code)) return text;
      const { message, nextAction } = table.reasons[code];
      const { message: serverMessage, nextAction: serverNext } = english[code];
      if (text === serverMessage) return message;
      if (text === serverNext) return nextAction;
      const rest = ` ${serverNext}`;
      if (text === serverMessage + rest) return `${message} ${nextAction}`;
      if (!text.endsWith(rest)) return sayDetail(table, text) ?? text;
      const detail = sayDetail(table, text.slice(0, -rest.length));
      return detail === undefined ? text : `${detail} ${nextAction}`;
    },
    saySubject: (cause, subject) =>
      isMachineCause(cause) && subject === englishSubjects[cause]
        ? table.machineSubjects[cause]
        : (sayDetail(table, subject) ?? subject),
  };
}

const englishSubjects = { ...machineSubjects, ...parcelSubjects, ...paymentSubjects };

function sayDetail({ sentences, details }: ReasonTable, text: string): string | undefined {
  if (Object.hasOwn(sentences, text)) return sentences[text];
  for (const [pattern, say] of details) {
    const found = pattern.exec(text);
    if (found !== null) return say(...found.slice(1).map((value?: string) => value ?? ''));
  }
  return undefined;
}

function isReason(code: string): code is ReasonCode {
  return Object.hasOwn(english, code);
}

function isMachineCause(cause: string): cause is keyof typeof englishSubjects {
  return Object.hasOwn(englishSubjects, cause);
}
