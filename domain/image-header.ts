/**
 * What the first bytes of an image say: its kind and size in pixels. Nothing is decoded, and what a
 * file calls itself does not count. Undefined when it is none of the four kinds that every mail
 * program shows; SVG is none, because it can carry scripts.
 */
export function readImageHeader(bytes: Uint8Array): ImageHeader | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (const read of [readPng, readGif, readWebp, readJpeg]) {
    const header = read(view);
    if (header !== undefined) return header.width > 0 && header.height > 0 ? header : undefined;
  }
  return undefined;
}

export interface ImageHeader {
  mediaType: 'image/png' | 'image/jpeg' | 'image/gif' | 'image/webp';
  /** In pixels. */
  width: number;
  height: number;
}

export const MAX_IMAGE_BYTES = 1_048_576;
export const MAX_IMAGE_SIDE = 4_000;

/** PNG specification, third edition, sections 5.2 and 11.2.1: the IHDR chunk comes first. */
function readPng(view: DataView): ImageHeader | undefined {
  if (!holds(view, 0, '\x89PNG\r\n\x1a\n') || !holds(view, 12, 'IHDR')) return undefined;
  if (view.byteLength < 24) return undefined;
  return { mediaType: 'image/png', width: view.getUint32(16), height: view.getUint32(20) };
}

/** GIF89a specification, section 18. */
function readGif(view: DataView): ImageHeader | undefined {
  if (!holds(view, 0, 'GIF87a') && !holds(view, 0, 'GIF89a')) return undefined;
  if (view.byteLength < 10) return undefined;
  const [width, height] = [view.getUint16(6, true), view.getUint16(8, true)];
  return { mediaType: 'image/gif', width, height };
}

/** RFC 9649 (WebP), section 2; RFC 6386 (VP8), section 9.1. */
function readWebp(view: DataView): ImageHeader | undefined {
  if (!holds(view, 0, 'RIFF') || !holds(view, 8, 'WEBP') || view.byteLength < 30) return undefined;
  const mediaType = 'image/webp';
  if (holds(view, 12, 'VP8X')) {
    const size = (at: number) => view.getUint16(at, true) + view.getUint8(at + 2) * 65_536 + 1;
    return { mediaType, width: size(24), height: size(27) };
  }
  if (holds(view, 12, 'VP8L') && view.getUint8(20) === 0x2f) {
    const bits = view.getUint32(21, true);
    return { mediaType, width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
  }
  if (holds(view, 12, 'VP8 ') && holds(view, 23, '\x9d\x01\x2a')) {
    const [width, height] = [view.getUint16(26, true), view.getUint16(28, true)];
    return { mediaType, width: width & 0x3fff, height: height & 0x3fff };
  }
  return undefined;
}

/** ITU-T T.81, annex B: segments up to the first frame header, which has the size. */
function readJpeg(view: DataView): ImageHeader | undefined {
  if (!holds(view, 0, '\xff\xd8\xff')) return undefined;
  let at = 2;
  while (at + 9 <= view.byteLength) {
    if (view.getUint8(at) !== 0xff) return undefined;
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at += 1; // fill bytes may stand before a marker
      continue;
    }
    if (isFrameHeader(marker)) {
      const [width, height] = [view.getUint16(at + 7), view.getUint16(at + 5)];
      return { mediaType: 'image/jpeg', width, height };
    }
    // The scan or the end without a frame before it, or a marker that stands alone.
    if (marker < 0xc0 || (marker >= 0xd0 && marker <= 0xda)) return undefined;
    at += 2 + view.getUint16(at + 2);
  }
  return undefined;
}

/** SOF0 to SOF15 without the tables DHT, JPG and DAC, which have codes among them. */
function isFrameHeader(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}

function holds(view: DataView, at: number, text: string): boolean {
  if (view.byteLength < at + text.length) return false;
  return Array.from(text).every((letter, n) => view.getUint8(at + n) === letter.charCodeAt(0));
}
