import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import './mantine-styles';
import './styles.css';
import { App } from './app';
import { reloadWhenNewVersion } from './client/two-versions';
import { pageSettings } from './page-settings';
import { startTexts } from './texts/languages';

// react-remove-scroll (in Mantine's dialogs) writes a style element; get-nonce reads this name.
Object.assign(globalThis, { __webpack_nonce__: pageSettings.nonce });
reloadWhenNewVersion();

void start();

/** Not awaited at the top: parts that are loaded while it runs import this one, and would wait for it. */
async function start(): Promise<void> {
  await startTexts();
  const root = document.querySelector('#root');
  if (root === null) throw new Error('The page has no element for the application.');
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
