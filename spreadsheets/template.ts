import type { FileFormat } from './write-table';

/** The file that an admin downloads and fills in, with the guidelines in it. */
export async function writeTemplate(
  _format: FileFormat,
  _options: TemplateOptions,
): Promise<Buffer> {
  throw new Error('not built yet');
}

export interface TemplateOptions {
  maxRecipients: number;
  mobileRequired: boolean;
  companyName?: string;
}
