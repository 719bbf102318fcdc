import type { UseFormReturnType } from '@mantine/form';
import { toRefusalView } from '../client/refusal';

/**
 * What a refusal says of single fields, to stand under them: `form.setErrors(fieldErrorsOf(error))`.
 * Empty when it is about something else, which `<FormError>` then shows.
 */
export function fieldErrorsOf(error: unknown): Record<string, string> {
  const { issues = [] } = toRefusalView(error);
  return Object.fromEntries(issues.map(({ path, message }) => [path, message]));
}

/** What of an error is left for `<FormError>` when its fields say the rest. */
export function errorOfForm(error: unknown): unknown {
  return Object.keys(fieldErrorsOf(error)).length > 0 ? null : error;
}

/** For a mutation's `onError`: shows what is wrong under its fields, and goes to the first of them. */
export function showFieldErrors<Values extends Record<string, unknown>>(
  form: Pick<UseFormReturnType<Values>, 'setErrors' | 'getInputNode'>,
  error: unknown,
): void {
  const errors = fieldErrorsOf(error);
  const [first] = Object.keys(errors);
  if (first === undefined) return;
  form.setErrors(errors);
  form.getInputNode(first)?.focus();
}
