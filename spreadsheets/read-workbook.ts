import path from 'node:path';
import { FileRefused } from './file-refused';
import { readXml } from './read-xml';
import type { ZipParts } from './zip-parts';

/**
 * Reads what a workbook says of itself: its sheets, its styles, its shared texts.
 *
 * @throws {FileRefused} file_is_damaged
 */
export async function readWorkbook(zip: ZipParts, maxCharacters: number): Promise<Workbook> {
  const workbookPart = await findWorkbookPart(zip);
  const relations = await readRelations(zip, workbookPart);
  const { sheets, date1904 } = await readSheetList(zip, workbookPart, relations);
  const strings = findRelation(relations, 'sharedStrings');
  const styles = findRelation(relations, 'styles');
  return {
    sheets,
    date1904,
    strings: strings && zip.has(strings) ? await readStrings(zip, strings, maxCharacters) : [],
    kinds: styles && zip.has(styles) ? await readStyleKinds(zip, styles) : [],
  };
}

export interface Workbook {
  sheets: SheetEntry[];
  /** Days are counted from 1904 (workbooks of old Macs). */
  date1904: boolean;
  strings: string[];
  /** By index of a cell's style. */
  kinds: NumberKind[];
}

export interface SheetEntry {
  name: string;
  hidden: boolean;
  /** Undefined for what is no table, like a chart. */
  part: string | undefined;
}

export type NumberKind = 'number' | 'date' | 'percent';

interface Relation {
  id: string;
  type: string;
  target: string;
}

async function findWorkbookPart(zip: ZipParts): Promise<string> {
  if (!zip.has('_rels/.rels')) return 'xl/workbook.xml';
  const relations = await readRelations(zip, '');
  return findRelation(relations, 'officeDocument') ?? 'xl/workbook.xml';
}

/** Targets are relative to the part that has them, or to the root of the file. */
async function readRelations(zip: ZipParts, part: string): Promise<Relation[]> {
  const folder = path.posix.dirname(part);
  const relationsPart = path.posix.join(folder, '_rels', `${path.posix.basename(part)}.rels`);
  const relations: Relation[] = [];
  await readXml(zip.read(relationsPart), {
    open(name, { Id: id = '', Type: type = '', Target: target = '', TargetMode: mode }) {
      if (name !== 'Relationship' || mode === 'External') return;
      const resolved = target.startsWith('/') ? target.slice(1) : path.posix.join(folder, target);
      relations.push({ id, type: type.slice(type.lastIndexOf('/') + 1), target: resolved });
    },
    close: ignore,
  });
  return relations;
}

function findRelation(relations: readonly Relation[], type: string): string | undefined {
  return relations.find((relation) => relation.type === type)?.target;
}

async function readSheetList(
  zip: ZipParts,
  part: string,
  relations: readonly Relation[],
): Promise<{ sheets: SheetEntry[]; date1904: boolean }> {
  const sheets: SheetEntry[] = [];
  let date1904 = false;
  const parts = new Map(relations.map((relation) => [relation.id, relation]));
  await readXml(zip.read(part), {
    open(name, attributes) {
      if (name === 'workbookPr') {
        date1904 = isTrue(attributes['date1904']);
      } else if (name === 'sheet') {
        const idName = Object.keys(attributes).find((key) => key.endsWith(':id')) ?? '';
        const relation = parts.get(attributes[idName] ?? '');
        const state = attributes['state'];
        sheets.push({
          name: attributes['name'] ?? '',
          hidden: state === 'hidden' || state === 'veryHidden',
          part: relation?.type === 'worksheet' ? relation.target : undefined,
        });
      }
    },
    close: ignore,
  });
  return { sheets, date1904 };
}

async function readStrings(zip: ZipParts, part: string, maxCharacters: number): Promise<string[]> {
  const strings: string[] = [];
  const text = createTextCollector(maxCharacters);
  await readXml(zip.read(part), {
    open(name) {
      if (name === 'si') text.clear();
      else text.open(name);
    },
    text: (value) => text.add(value),
    close(name) {
      if (name === 'si') strings.push(text.take());
      else text.close(name);
    },
  });
  return strings;
}

/**
 * Collects the texts of a string item (rich text is several), without the phonetic hints that
 * Japanese texts carry, and decodes `_x000D_` (ECMA-376 part 1, section 22.9.2.19, ST_Xstring).
 */
export function createTextCollector(maxCharacters: number): TextCollector {
  let collected = '';
  let inText = false;
  let phonetic = false;
  return {
    open(name) {
      if (name === 't') inText = true;
      else if (name === 'rPh') phonetic = true;
    },
    close(name) {
      if (name === 't') inText = false;
      else if (name === 'rPh') phonetic = false;
    },
    add(value) {
      if (inText && !phonetic && collected.length <= maxCharacters * LONGEST_ESCAPE) {
        collected += value.slice(0, maxCharacters * LONGEST_ESCAPE);
      }
    },
    clear() {
      collected = '';
    },
    take() {
      return decodeEscapes(collected).slice(0, maxCharacters);
    },
  };
}

export interface TextCollector {
  open(name: string): void;
  close(name: string): void;
  add(value: string): void;
  clear(): void;
  take(): string;
}

export function decodeEscapes(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replaceAll(/_x([0-9a-f]{4})_/gi, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}

/** `_x000D_` is one character. */
const LONGEST_ESCAPE = 7;

async function readStyleKinds(zip: ZipParts, part: string): Promise<NumberKind[]> {
  const formats = new Map<string, NumberKind>();
  const kinds: NumberKind[] = [];
  let inCellFormats = false;
  await readXml(zip.read(part), {
    open(name, { numFmtId: id = '', formatCode = '' }) {
      if (name === 'cellXfs') inCellFormats = true;
      else if (name === 'numFmt') formats.set(id, kindOfFormat(formatCode));
      else if (name === 'xf' && inCellFormats) kinds.push(formats.get(id) ?? builtInKind(id));
    },
    close(name) {
      if (name === 'cellXfs') inCellFormats = false;
    },
  });
  return kinds;
}

function kindOfFormat(code: string): NumberKind {
  // Quoted and escaped characters, colours and conditions are no placeholders; [h] is hours.
  const bare = code.replaceAll(/"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '');
  if (/general/i.test(bare)) return 'number';
  if (/[dmyhs]/i.test(bare)) return 'date';
  return bare.includes('%') ? 'percent' : 'number';
}

/** ECMA-376 part 1, section 18.8.30; 27–36 and 50–58 are dates of East Asian Excels. */
function builtInKind(id: string): NumberKind {
  const number = Number(id);
  if (number === 9 || number === 10) return 'percent';
  const isDate =
    (number >= 14 && number <= 22) ||
    (number >= 27 && number <= 36) ||
    (number >= 45 && number <= 47) ||
    (number >= 50 && number <= 58);
  return isDate ? 'date' : 'number';
}

export function isTrue(value: string | undefined): boolean {
  return value === '1' || value === 'true';
}

function ignore(): void {
  // A closing tag that says nothing.
}

/** @throws {FileRefused} what a zip is that holds no workbook */
export function refuseOtherZip(zip: ZipParts): never {
  const holds = (prefix: string): boolean => zip.names.some((name) => name.startsWith(prefix));
  if (zip.has('xl/workbook.bin')) {
    throw new FileRefused('file_format_unknown', 'This is a binary workbook (.xlsb).', SAVE_AS);
  }
  if (holds('index/') && zip.names.some((name) => name.endsWith('.iwa'))) {
    const next = 'Export it from Numbers as Excel (.xlsx) and upload that.';
    throw new FileRefused('file_format_unknown', 'This is a Numbers file.', next);
  }
  if (zip.has('mimetype') && zip.has('content.xml')) {
    const detail = 'This is an OpenDocument file (.ods).';
    throw new FileRefused('file_format_unknown', detail, SAVE_AS);
  }
  if (holds('word/')) {
    throw new FileRefused('file_format_unknown', 'This is a Word document, not a spreadsheet.');
  }
  if (holds('ppt/')) {
    throw new FileRefused('file_format_unknown', 'This is a presentation, not a spreadsheet.');
  }
  if (zip.names.some((name) => /\.(?:xlsx|xlsm|csv|xls)$/.test(name))) {
    const next = 'Unpack the archive and upload the spreadsheet in it.';
    throw new FileRefused('file_format_unknown', 'This is a zip archive of files.', next);
  }
  if (holds('xl/')) throw new FileRefused('file_is_damaged');
  throw new FileRefused('file_format_unknown', 'This is a zip archive, not a spreadsheet.');
}

const SAVE_AS = 'Open it in its program, save it as .xlsx and upload that.';
