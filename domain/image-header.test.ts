import { readImageHeader } from './image-header';

const bytes = (...parts: (string | number[])[]) =>
  Buffer.concat(
    parts.map((part) =>
      typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part),
    ),
  );

const png = (width: number[], height: number[]) =>
  bytes('\x89PNG\r\n\x1a\n', [0, 0, 0, 13], 'IHDR', width, height, [8, 6, 0, 0, 0]);
const webp = (kind: string, data: number[]) =>
  bytes('RIFF', [99, 0, 0, 0], 'WEBP', kind, [10, 0, 0, 0], data, new Array<number>(20).fill(0));
const app0 = [0xff, 0xe0, 0, 4, 1, 2];
const sof = (marker: number) => [0xff, marker, 0, 11, 8, 0x01, 0x2c, 0x02, 0x58, 1, 1, 0x11, 0];

describe('the kind and size of an image are in its first bytes', () => {
  test.each<[string, Buffer, string, number, number]>([
    ['PNG', png([0, 0, 2, 0x58], [0, 0, 1, 0x2c]), 'image/png', 600, 300],
    ['PNG, huge', png([0xff, 0xff, 0xff, 0xff], [0, 0, 0, 1]), 'image/png', 4_294_967_295, 1],
    ['GIF87a', bytes('GIF87a', [0x58, 2, 0x2c, 1]), 'image/gif', 600, 300],
    ['GIF89a', bytes('GIF89a', [1, 0, 1, 0]), 'image/gif', 1, 1],
    ['JPEG', bytes([0xff, 0xd8], sof(0xc0)), 'image/jpeg', 600, 300],
    ['JPEG, progressive', bytes([0xff, 0xd8], app0, sof(0xc2)), 'image/jpeg', 600, 300],
    [
      'JPEG, filled, a table first',
      bytes([0xff, 0xd8, 0xff, 0xff, 0xc4, 0, 3, 9], sof(0xc1)),
      'image/jpeg',
      600,
      300,
    ],
    [
      'WebP, lossy',
      webp('VP8 ', [0, 0, 0, 0x9d, 1, 0x2a, 0x58, 0x42, 0x2c, 0x81]),
      'image/webp',
      600,
      300,
    ],
    ['WebP, lossless', webp('VP8L', [0x2f, 0x57, 0xc2, 0x4a, 0]), 'image/webp', 600, 300],
    ['WebP, extended', webp('VP8X', [0, 0, 0, 0, 0x57, 2, 0, 0x2b, 1, 0]), 'image/webp', 600, 300],
  ])('%s', (_, image, mediaType, width, height) => {
    expect(readImageHeader(image)).toEqual({ mediaType, width, height });
    // As a part of a larger buffer too: the offset counts.
    const inside = Buffer.concat([Buffer.alloc(7), image]).subarray(7);
    expect(readImageHeader(inside)).toEqual({ mediaType, width, height });
  });
});

describe('what is no image that a mail can show', () => {
  test.each<[string, Buffer]>([
    ['nothing', bytes('')],
    ['text', bytes('hello, this is not an image at all, whatever it is called')],
    ['SVG', bytes('<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>')],
    ['SVG with a declaration', bytes('<?xml version="1.0"?><svg onload="alert(1)"/>')],
    ['HTML', bytes('<!doctype html><script>alert(1)</script>')],
    ['BMP', bytes('BM', new Array<number>(60).fill(1))],
    ['TIFF', bytes('II*\0', new Array<number>(60).fill(1))],
    ['AVIF', bytes([0, 0, 0, 0x1c], 'ftypavif', new Array<number>(60).fill(0))],
    ['PDF', bytes('%PDF-1.7 ', new Array<number>(60).fill(1))],
    ['PNG, cut in its signature', bytes('\x89PNG\r\n')],
    ['PNG, cut before its size', png([0, 0, 1, 0], [0, 0, 1, 0]).subarray(0, 22)],
    ['PNG of no width', png([0, 0, 0, 0], [0, 0, 0, 1])],
    [
      'PNG whose first chunk is another',
      bytes('\x89PNG\r\n\x1a\n', [0, 0, 0, 0], 'IEND', 'xxxxxxxx'),
    ],
    ['GIF, cut', bytes('GIF89a', [1, 0, 1])],
    ['GIF of no height', bytes('GIF89a', [1, 0, 0, 0])],
    ['JPEG, cut', bytes([0xff, 0xd8, 0xff, 0xe0, 0, 16])],
    [
      'JPEG without a frame',
      bytes([0xff, 0xd8], app0, [0xff, 0xda], new Array<number>(20).fill(0)),
    ],
    ['JPEG with rubbish between segments', bytes([0xff, 0xd8], app0, [1, 2, 3], sof(0xc0))],
    ['JPEG whose segments have no length', bytes([0xff, 0xd8, 0xff, 0xe0, 0, 0], sof(0xc0))],
    ['RIFF of another kind', bytes('RIFF', [1, 0, 0, 0], 'WAVE', new Array<number>(30).fill(0))],
    ['WebP of another chunk', webp('ALPH', [0, 0, 0])],
    ['WebP without its start code', webp('VP8 ', [0, 0, 0, 1, 2, 3, 1, 0, 1, 0])],
  ])('%s', (_, file) => {
    expect(readImageHeader(file)).toBeUndefined();
  });
});
