import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { webSections } from '../contracts/web';

/** The first parts of all paths, read from the routes: to load them would need a browser. */
function sectionsOfRoutes(): string[] {
  const files = readdirSync(path.join(__dirname, 'pages'), { recursive: true, encoding: 'utf8' })
    // Those of the wallet stand below /wallet, which api/wallet-routes.ts serves.
    .filter((file) => file.endsWith('-routes.ts') && !file.startsWith('wallet'));
  const paths = files.flatMap((file) => {
    const source = readFileSync(path.join(__dirname, 'pages', file), 'utf8');
    const found = source.matchAll(/(?:path: |adminPage\()'(\/[^']*)'/g);
    return [...found].map(([, route = '']) => route);
  });
  return paths.map((route) => route.split('/')[1] ?? '');
}

test('the server knows every first part of a path that the pages have, and no other', () => {
  // Of the wallet's pages, the one that needs no session.
  const sections = new Set([...sectionsOfRoutes(), 'order-address']);
  expect([...sections].sort()).toEqual([...webSections].sort());
});
