import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { loadTemplate } from './load-template';

let directory: string;
beforeEach(() => {
  directory = fs.mkdtempSync(path.join(os.tmpdir(), 'bestow-templates-'));
});
afterEach(() => {
  fs.rmSync(directory, { recursive: true });
});

function write(source: string): void {
  fs.writeFileSync(path.join(directory, 'a.hbs'), source);
}

test('html escapes a value exactly once, text never', () => {
  write('{{name}}');
  const name = `&amp; <b> "'\``;
  expect(loadTemplate<{ name: string }>(directory, 'a.hbs', 'html')({ name })).toBe(
    '&amp;amp; &lt;b&gt; &quot;&#x27;&#x60;',
  );
  expect(loadTemplate<{ name: string }>(directory, 'a.hbs', 'text')({ name })).toBe(name);
});

test('a value that the view lacks throws: a mail with a hole does not leave', () => {
  write('Hello {{name}}');
  expect(() => loadTemplate<object>(directory, 'a.hbs', 'html')({})).toThrow(/"name" not defined/);
});

test('a value is never read as a template', () => {
  write('{{#each names}}{{this}}{{/each}}');
  const render = loadTemplate<{ names: string[] }>(directory, 'a.hbs', 'text');
  expect(render({ names: ['{{names}}', '{{{x}}}'] })).toBe('{{names}}{{{x}}}');
});

test('a broken template stops the load, not the first mail', () => {
  write('{{#if x}}');
  expect(() => loadTemplate(directory, 'a.hbs', 'html')).toThrow(/Parse error/);
});

test('a missing template stops the load', () => {
  expect(() => loadTemplate(directory, 'none.hbs', 'html')).toThrow(/ENOENT/);
});
