import { Workbook, type Worksheet } from 'exceljs';
import { citationSuggestions } from '../domain/typed-text';
import { type Column, templateColumns } from './columns';
import {
  addSheet,
  type FileFormat,
  type TableColumn,
  toBuffer,
  writeTable,
  xlsxText,
} from './write-table';

/**
 * The file that an admin downloads and fills in, with the guidelines and an example in it. The
 * example is never sent: reading knows it by its e-mail address.
 */
export async function writeTemplate(format: FileFormat, options: TemplateOptions): Promise<Buffer> {
  if (format === 'csv') return await writeCsvTemplate();
  const workbook = new Workbook();
  const sheet = addSheet(workbook, 'Rewards', tableColumns());
  sheet.addRow(templateColumns.map(exampleOf));
  sheet.getRow(2).font = { italic: true, color: { argb: 'FF808080' } };
  addValidations(sheet, options.maxRecipients);
  addGuidelines(workbook, options);
  return await toBuffer(workbook);
}

export interface TemplateOptions {
  maxRecipients: number;
  mobileRequired: boolean;
  companyName?: string;
}

async function writeCsvTemplate(): Promise<Buffer> {
  const rows = [templateColumns.map(({ example }) => example)];
  return await writeTable('csv', { sheetName: '', columns: tableColumns(), rows });
}

function tableColumns(): TableColumn[] {
  return templateColumns.map(({ field, heading, width }) => ({
    heading,
    width,
    kind: field === 'points' ? 'number' : 'text',
  }));
}

function exampleOf({ field, example }: Column): string | number {
  return field === 'points' ? Number(example) : xlsxText(example);
}

/** The first row that a person fills in stands below the headings; the example is one of them. */
const FIRST_ROW = 2;

function addValidations(sheet: Worksheet, maxRecipients: number): void {
  const lastRow = FIRST_ROW + maxRecipients;
  const add = (field: Column['field'], validation: object): void => {
    const letter = String.fromCharCode(65 + templateColumns.findIndex((c) => c.field === field));
    validationsOf(sheet).add(`${letter}${FIRST_ROW}:${letter}${lastRow}`, validation);
  };
  add('points', {
    type: 'whole',
    operator: 'greaterThanOrEqual',
    formulae: [1],
    allowBlank: true,
    showErrorMessage: true,
    errorTitle: 'Points',
    error: 'Points are a whole number of at least 1.',
  });
  add('citation', {
    type: 'list',
    formulae: [`"${citationSuggestions.join(',')}"`],
    allowBlank: true,
    // A suggestion is no rule: any other text may be typed.
    showErrorMessage: false,
    showInputMessage: true,
    promptTitle: 'Citation',
    prompt: 'Choose one, or type your own.',
  });
}

interface Validations {
  add(area: string, validation: object): void;
}

/** exceljs has it and its types do not; cell by cell, 50,000 rows would be 100,000 validations. */
function validationsOf(sheet: Worksheet): Validations {
  return (sheet as unknown as { dataValidations: Validations }).dataValidations;
}

function addGuidelines(workbook: Workbook, options: TemplateOptions): void {
  const sheet = addSheet(workbook, 'Guidelines', [
    { heading: 'Column', width: 16, kind: 'text' },
    { heading: 'Required', width: 12, kind: 'text' },
    { heading: 'What to fill in', width: 90, kind: 'text' },
    { heading: 'Example', width: 30, kind: 'text' },
  ]);
  for (const { field, heading, required, guideline, example } of templateColumns) {
    const isRequired = required || (field === 'mobile' && options.mobileRequired);
    const cells = [heading, isRequired ? 'required' : 'optional', guideline, example];
    sheet.addRow(cells.map(xlsxText));
  }
  sheet.addRow([]);
  for (const line of generalGuidelines(options)) sheet.addRow(['', '', xlsxText(line)]);
  sheet.getColumn(3).alignment = { wrapText: true, vertical: 'top' };
}

function generalGuidelines({ maxRecipients, companyName }: TemplateOptions): string[] {
  return [
    ...(companyName === undefined ? [] : [`This file sends rewards of ${companyName}.`]),
    `At most ${maxRecipients.toLocaleString('en')} recipients in one file, one row for each.`,
    'The example row is ignored, so it can stay or be overwritten.',
    'Columns may be in any order, and columns of your own are ignored.',
    'Nothing is sent by uploading: you see every row first, with what is wrong with it.',
  ];
}
