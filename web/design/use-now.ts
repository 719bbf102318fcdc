import { useEffect, useState } from 'react';

/**
 * The time, in milliseconds since 1970, told anew while the page is open: a tab may stay open for days.
 * Minutes are shown, so each half of one will do.
 */
export function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = window.setInterval(() => setNow(Date.now()), TICK_MILLISECONDS);
    return () => window.clearInterval(timer);
  }, []);
  return now;
}

const TICK_MILLISECONDS = 30_000;
