import { useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useMay, usePlaces } from './navigation';

/**
 * `?` shows what there is; `g` and a letter goes somewhere; `n` begins a send; `/` and Ctrl K open the
 * palette. Single letters work only while nothing is typed and no dialog is open (WCAG 2.1.4).
 */
export function useShortcuts({ openPalette, openShortcuts }: Openers): void {
  const router = useRouter();
  const places = usePlaces();
  const maySend = useMay('distributions.send');
  useEffect(() => {
    let wentAt = -Infinity;
    const onKey = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        openPalette();
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const place = places.find(({ key }) => key === event.key);
      if (place !== undefined && event.timeStamp - wentAt < SECOND_KEY_MILLISECONDS) {
        void router.navigate({ to: place.to });
        wentAt = -Infinity;
      } else if (event.key === 'g') wentAt = event.timeStamp;
      else if (event.key === 'n' && maySend) void router.navigate({ to: '/send' });
      else if (event.key === '?') openShortcuts();
      else if (event.key === '/') openPalette();
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [router, places, maySend, openPalette, openShortcuts]);
}

interface Openers {
  openPalette: () => void;
  openShortcuts: () => void;
}

/** Slow fingers included. */
const SECOND_KEY_MILLISECONDS = 1_500;

function isTyping(target: EventTarget | null): boolean {
  if (document.querySelector('[role="dialog"]') !== null) return true;
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}
