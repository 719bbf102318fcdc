/**
 * After a deployment, a page that is still open asks for parts that no longer exist. It is loaded anew,
 * once: what was typed is kept. If that does not help, the error is shown.
 */
export function reloadWhenNewVersion(): void {
  window.addEventListener('vite:preloadError', (event) => {
    const last = Number(window.sessionStorage.getItem(KEY) ?? 0);
    if (Date.now() - last < ONCE_WITHIN_MILLISECONDS) return;
    event.preventDefault();
    window.sessionStorage.setItem(KEY, String(Date.now()));
    window.location.reload();
  });
}

const KEY = 'bestow/reloaded-at';
const ONCE_WITHIN_MILLISECONDS = 30_000;
