import { type RefObject, useEffect } from 'react';

/**
 * `j` and `k` move the focus through the links of a list that are marked `data-in-queue`; Enter then
 * opens, as on every link. Not while something is typed or a dialog is open (WCAG 2.1.4).
 */
export function useQueueKeys(list: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const step = STEPS[event.key];
      if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
      if (document.querySelector('[role="dialog"]') !== null || isTyping(event.target)) return;
      const links = [...(list.current?.querySelectorAll<HTMLElement>('a[data-in-queue]') ?? [])];
      const at = links.findIndex((link) => link === document.activeElement);
      const next = at === -1 ? 0 : Math.min(Math.max(at + step, 0), links.length - 1);
      links[next]?.focus();
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [list]);
}

const STEPS: Partial<Record<string, number>> = { j: 1, k: -1 };

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}
