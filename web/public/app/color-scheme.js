// Before the first paint, so that a dark page never flashes white. A file, not inline: the
// Content-Security-Policy lets no inline script run. Mantine keeps the choice under this key.
(function () {
  var kept;
  try {
    kept = window.localStorage.getItem('mantine-color-scheme-value');
  } catch {
    // Storage can be forbidden; then the system decides.
    kept = null;
  }
  var dark = window.matchMedia('(prefers-color-scheme: dark)').matches;
  var scheme = kept === 'light' || kept === 'dark' ? kept : dark ? 'dark' : 'light';
  document.documentElement.setAttribute('data-mantine-color-scheme', scheme);
})();
