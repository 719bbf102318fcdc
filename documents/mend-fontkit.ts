import { openSync } from 'fontkit';

/**
 * fontkit 2.0.4 throws where a font gives a base or mark no anchor, which OpenType allows (GPOS, "Base
 * table": offsets may be NULL) and the fonts of Telugu and Gurmukhi do; the mark then stays where it
 * is. Without this, a company of such a name could have no invoice.
 *
 * @param fontFile any font with a GPOS table: the class can only be reached through one
 */
export function mendFontkit(fontFile: string): void {
  const font = openSync(fontFile);
  font.layout('a');
  const processor = font._layoutEngine.engine.GPOSProcessor;
  if (processor === null) throw new Error(`${fontFile} has no GPOS table`);
  const prototype = Object.getPrototypeOf(processor) as AnchorApplier;
  const { applyAnchor } = prototype;
  prototype.applyAnchor = function (markRecord, baseAnchor, baseGlyphIndex) {
    if (baseAnchor === null || markRecord.markAnchor === null) return;
    applyAnchor.call(this, markRecord, baseAnchor, baseGlyphIndex);
  };
}

interface AnchorApplier {
  applyAnchor: (
    this: AnchorApplier,
    markRecord: { markAnchor: object | null },
    baseAnchor: object | null,
    baseGlyphIndex: number,
  ) => void;
}
