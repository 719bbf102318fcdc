import * as german from './de';
import * as english from './en';

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
