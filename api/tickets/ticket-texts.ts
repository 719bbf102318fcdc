import { parseMessage, parseName } from '../../domain/typed-text';
import { describeReason } from '../../domain/reasons';
import { refuse } from '../errors';

/** @throws a refusal `invalid_text` that names the field. */
export function requireMessage(value: unknown, path = 'text'): string {
  return parseMessage(value) ?? refuseText(path, value);
}

/** One line of at most 200 characters. @throws a refusal `invalid_text` that names the field. */
export function requireLine(value: unknown, path: string): string {
  return parseName(value) ?? refuseText(path, value);
}

function refuseText(path: string, value: unknown): never {
  const isMissing = typeof value === 'string' && value.trim() === '';
  const { message, nextAction } = isMissing ? MISSING : describeReason('invalid_text');
  const issue = {
    ...{ path, code: 'invalid_text' as const },
    message: isMissing ? message : `${message} ${nextAction}`,
  };
  return refuse('invalid_text', { issues: [issue] }, message, nextAction);
}

const MISSING = { message: 'A text is missing.', nextAction: 'Give the text.' };
