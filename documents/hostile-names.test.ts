import fc from 'fast-check';
import { openSync } from 'fontkit';
import { FIRST_FONT, fontFiles } from './fonts';
import { mendFontkit } from './mend-fontkit';
import { setText } from './set-text';

const files = fontFiles();
mendFontkit(files[FIRST_FONT]?.normal ?? '');
const fonts = Object.fromEntries(
  Object.entries(files).map(([name, { normal = '', bold = '' }]) => [
    name,
    [openSync(normal), openSync(bold)],
  ]),
);

/** The first code points of the blocks that our fonts cover, and their sizes. */
const BLOCKS = [
  ...[0x00, 0x100, 0x300, 0x370, 0x400, 0x590, 0x600, 0x900, 0x980, 0xa00, 0xa80, 0xb80, 0xc00],
  ...[0xc80, 0xd00, 0xe00, 0x2000, 0x3040, 0x4e00, 0xac00, 0xfb50, 0xfe70, 0x1f300],
];

describe('any text', () => {
  it('is set in glyphs without an error, whatever follows what', () => {
    const block = fc.constantFrom(...BLOCKS);
    const text = block.chain((first) => {
      const character = fc.oneof(fc.nat(127), fc.constantFrom(...[0x20, 0x28, 0x200c, 0x200d]));
      const own = character.map((offset) => String.fromCodePoint(first + (offset % 128)));
      const foreign = fc.string({ unit: 'binary', minLength: 1, maxLength: 1 });
      return fc
        .array(fc.oneof({ weight: 9, arbitrary: own }, { weight: 1, arbitrary: foreign }), {
          maxLength: 12,
        })
        .map((characters) => characters.join(''));
    });
    fc.assert(
      fc.property(text, (typed) => {
        for (const { text: piece, font } of setText(typed)) {
          for (const word of piece.split(' ')) fonts[font]?.forEach((each) => each.layout(word));
        }
      }),
      { numRuns: 200 },
    );
  });
});
