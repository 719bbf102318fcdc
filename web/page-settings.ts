import type { WebPage } from '../contracts/web';

/**
 * What the server wrote into the page (contracts/web.ts) and the nonce for style elements. Read once,
 * from the one element that carries it.
 */
export const pageSettings: WebPage & { nonce: string } = JSON.parse(
  document.querySelector<HTMLMetaElement>('meta[name="bestow-page"]')?.content ?? '{}',
) as WebPage & { nonce: string };
