import { setText } from './set-text';

const line = (text: string): string[] => setText(text).map((span) => span.text);

describe('setText', () => {
  it.each([
    ['Acme Industries', ['noto-sans-latin']],
    ['Łódź', ['noto-sans-latin-ext', 'noto-sans-latin', 'noto-sans-latin-ext']],
    ['क्षत्रिय', ['noto-sans-devanagari-devanagari']],
    ['株式会社', ['noto-sans-sc-chinese-simplified']],
    ['한국', ['gowun-dodum-korean']],
    ['🎁', ['noto-sans-latin']],
  ])('sets %s in the fonts that have its characters', (text, fonts) => {
    expect([...new Set(setText(text).map(({ font }) => font))].sort()).toEqual(
      [...new Set(fonts)].sort(),
    );
    expect(line(text).join('')).toBe(text);
  });

  it('puts words of Arabic from right to left, and numbers among them from left to right', () => {
    expect(line('شركة النور 123').join('|')).toBe('123| |النور| |شركة');
  });

  it('keeps a Latin sentence around an Arabic name in its order', () => {
    expect(line('From شركة النور to Acme').join('')).toBe('From النور شركة to Acme');
  });

  it('turns brackets within Hebrew', () => {
    expect(line('(שלום)').join('')).toBe('(שלום)');
  });

  it('begins a long text that runs from right to left on its first line', () => {
    const words = Array.from({ length: 20 }, () => 'النور').join(' ');
    expect(line(`أول ${words}`).join('').split('\n')[0]).toMatch(/أول$/);
  });

  it('sets control characters as blanks', () => {
    expect(line('a\u0000b\nc').join('')).toBe('a b c');
  });
});
