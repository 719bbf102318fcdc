/**
 * What has the focus when a step of a dialog appears: the dialog looks for `data-autofocus` when it
 * opens, and for the steps after the first React does it.
 */
export function focusedFirst(isFirst: boolean) {
  return isFirst ? { 'data-autofocus': true, autoFocus: true } : {};
}
