import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as german from './de';
import * as english from './en';
import * as first from './en/shell';

/** `area.key` to the names of what is put into it. */
function describeTexts(texts: object, path = ''): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const [key, text] of Object.entries(texts)) {
    const name = path === '' ? key : `${path}.${key}`;
    if (typeof text === 'string') {
      found.set(name, [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, value]) => value!).sort());
    } else {
      for (const entry of describeTexts(text as object, name)) found.set(...entry);
    }
  }
  return found;
}

test('both languages have the same texts, with the same values in them', () => {
  expect(describeTexts(german)).toEqual(describeTexts(english));
});

test('no text is empty, and none was left in English', () => {
  const both = [...describeTexts(english).keys()].map((key) => {
    const read = (texts: object) =>
      key
        .split('.')
        .reduce<unknown>((part, name) => (part as Record<string, unknown>)[name], texts);
    return { key, english: String(read(english)), german: String(read(german)) };
  });
  expect(both.filter(({ german: text }) => text.trim() === '')).toEqual([]);
  // Sentences; a word can be the same in both.
  const same = both.filter(
    ({ english: text, german: other }) => text === other && / \w+ /.test(text),
  );
  expect(same).toEqual([]);
});

test.each([['points.amount'], ['distributions.failed'], ['distribution.title']])(
  '%s has a form for one and for several',
  (key) => {
    expect([...describeTexts(english).keys()]).toEqual(
      expect.arrayContaining([`${key}_one`, `${key}_other`]),
    );
  },
);

test('what is shown before anybody signs in needs no text that comes with the pages behind', () => {
  const later = Object.keys(english).filter((area) => !(area in first));
  const keyOfLater = new RegExp(`\\bt\\(\\s*['"\`](${later.join('|')})\\.[^'"\`]*`, 'g');
  const pages = path.join(__dirname, '../pages');
  const sources = withStaticImports([
    path.join(__dirname, '../main.tsx'),
    path.join(pages, 'sign-in/forgot-password-page.tsx'),
    path.join(pages, 'sign-in/reset-password-page.tsx'),
  ]);
  const drawn = [...sources.keys()].map((file) => path.basename(file));
  expect(drawn).toEqual(expect.arrayContaining(['sign-in-form.tsx', 'error-page.tsx']));
  const used = [...sources].flatMap(([file, source]) =>
    [...source.matchAll(keyOfLater)].map(([key]) => `${path.basename(file)}: ${key}`),
  );
  expect(used).toEqual([]);
});

/** Files of web/ to their text: these, and what is loaded with them because they import it. */
function withStaticImports(files: string[], found = new Map<string, string>()) {
  for (const file of files.filter((each) => !found.has(each))) {
    const source = readFileSync(file, 'utf8');
    found.set(file, source);
    const imports = [...source.matchAll(/^(?:import|export) (?!type )[^;]*? from '(\.[^']+)';/gm)];
    withStaticImports(
      imports.flatMap(([, name]) =>
        ['.ts', '.tsx']
          .map((extension) => path.join(path.dirname(file), name + extension))
          .filter((each) => existsSync(each)),
      ),
      found,
    );
  }
  return found;
}
