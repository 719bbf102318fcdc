import type { Reason } from './reasons';

/** Why a file cannot be read at all. A part of the one table in reasons.ts. */
export const fileReasons = {
  file_too_large: {
    message: 'The file is too large.',
    nextAction: 'Remove pictures and other sheets, or split the rows over several files.',
    httpStatus: 413,
    retryable: false,
  },
  file_unpacks_too_large: {
    message: 'The file unpacks to more than can be read.',
    nextAction: 'Copy the rows into a new workbook and upload that.',
    httpStatus: 422,
    retryable: false,
  },
  file_format_unknown: {
    message: 'This is neither an Excel workbook nor a CSV file.',
    nextAction: 'Save the table as .xlsx or .csv and upload that.',
    httpStatus: 422,
    retryable: false,
  },
  file_is_old_xls: {
    message: 'This is an old .xls file.',
    nextAction: 'Open it in Excel and save it as .xlsx.',
    httpStatus: 422,
    retryable: false,
  },
  file_is_password_protected: {
    message: 'The file is protected by a password.',
    nextAction: 'Open it in Excel, remove the password (File, Info) and save it again.',
    httpStatus: 422,
    retryable: false,
  },
  file_is_damaged: {
    message: 'The file is damaged.',
    nextAction: 'Open it in Excel, save it under a new name and upload that.',
    httpStatus: 422,
    retryable: false,
  },
  file_is_empty: {
    message: 'The file is empty.',
    nextAction: 'Fill in the template, one row for each recipient.',
    httpStatus: 422,
    retryable: false,
  },
  no_rows: {
    message: 'There is no row below the headings.',
    nextAction: 'Fill in one row for each recipient.',
    httpStatus: 422,
    retryable: false,
  },
  no_headings: {
    message: 'No headings were found.',
    nextAction: 'Put the headings Name, E-mail and Points above the rows, as in the template.',
    httpStatus: 422,
    retryable: false,
  },
  headings_merged: {
    message: 'A heading stands over several columns.',
    nextAction: 'Unmerge the cells of the headings and give each column its own.',
    httpStatus: 422,
    retryable: false,
  },
  missing_column: {
    message: 'A column is missing.',
    nextAction: 'Add the column with its heading, as in the template.',
    httpStatus: 422,
    retryable: false,
  },
  duplicate_column: {
    message: 'Two columns mean the same.',
    nextAction: 'Remove or rename one of them.',
    httpStatus: 422,
    retryable: false,
  },
  too_many_columns: {
    message: 'The table has too many columns.',
    nextAction: 'Remove the columns that the template does not have.',
    httpStatus: 422,
    retryable: false,
  },
  too_many_rows: {
    message: 'The file has too many rows.',
    nextAction: 'Split the rows over several files.',
    httpStatus: 422,
    retryable: false,
  },
  file_took_too_long: {
    message: 'Reading the file took too long.',
    nextAction: 'Copy the rows into a new workbook, or save them as CSV, and upload that.',
    httpStatus: 422,
    retryable: true,
  },
  text_encoding_unknown: {
    message: 'The characters of the file cannot be read.',
    nextAction: 'Save the file as "CSV UTF-8", or as .xlsx.',
    httpStatus: 422,
    retryable: false,
  },
  stray_quote: {
    message: 'A quotation mark is out of place.',
    nextAction:
      'Put quotes around the whole cell and double each quote within it, or save as .xlsx.',
    httpStatus: 422,
    retryable: false,
  },
} as const satisfies Record<string, Reason>;

/** Why a cell is not taken as it stands. A part of the one table in reasons.ts. */
export const cellReasons = {
  ambiguous_points: {
    message: 'The points can be read in two ways.',
    nextAction: 'Write the number without separators: 1500.',
    httpStatus: 422,
    retryable: false,
  },
  unreadable_points: {
    message: 'The points are not a number.',
    nextAction: 'Write the number alone, in digits: 1500.',
    httpStatus: 422,
    retryable: false,
  },
  shortened_number: {
    message: 'The spreadsheet program has shortened this number; its last digits are lost.',
    nextAction: 'Format the column as Text and type the number again.',
    httpStatus: 422,
    retryable: false,
  },
  cell_is_date: {
    message: 'The spreadsheet program has made a date of this cell.',
    nextAction: 'Format the cell as Text and type it again.',
    httpStatus: 422,
    retryable: false,
  },
  cell_is_true_or_false: {
    message: 'The spreadsheet program has made TRUE or FALSE of this cell.',
    nextAction: 'Format the cell as Text and type it again.',
    httpStatus: 422,
    retryable: false,
  },
  cell_is_error: {
    message: 'The cell shows an error of the spreadsheet program.',
    nextAction: 'Correct the formula, or type the value.',
    httpStatus: 422,
    retryable: false,
  },
  formula_without_value: {
    message: 'The cell has a formula whose result is not in the file.',
    nextAction: 'Open the file in Excel and save it, or type the value.',
    httpStatus: 422,
    retryable: false,
  },
  cell_too_long: {
    message: 'The text of the cell is too long.',
    nextAction: 'Shorten the text.',
    httpStatus: 422,
    retryable: false,
  },
  merged_cells: {
    message: 'The cell is merged with others, so it is not clear to which row its value belongs.',
    nextAction: 'Unmerge the cells and fill in each row.',
    httpStatus: 422,
    retryable: false,
  },
  row_is_hidden: {
    message: 'The row is hidden in the file.',
    nextAction: 'Keep the row if it is meant to be sent, or remove it.',
    httpStatus: 422,
    retryable: false,
  },
  too_many_cells: {
    message: 'The row has more cells than there are headings.',
    nextAction: 'Put quotes around texts that have commas or semicolons in them.',
    httpStatus: 422,
    retryable: false,
  },
} as const satisfies Record<string, Reason>;

export type FileReasonCode = keyof typeof fileReasons;
export type CellReasonCode = keyof typeof cellReasons;
