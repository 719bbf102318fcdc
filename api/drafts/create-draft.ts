import { createHash } from 'node:crypto';
import type { Draft } from '../../contracts/drafts';
import { MAX_PAGE_SIZE } from '../../contracts/distributions';
import { createDraft as write, type NewDraft, saveDraft } from '../../db/drafts';
import { withCompany } from '../../db/pool';
import { packRows } from '../../domain/packed-rows';
import { actorOf, type Caller, type Services } from '../context';
import { Refusal, toRefusal } from '../errors';
import { chosenCampaign } from '../campaigns/chosen-campaign';
import { showDraft } from './show-draft';

/**
 * Reads an uploaded file into a draft and shows what would happen to each row. Nothing is charged.
 *
 * @throws Refusal when the file cannot be read, with what to do about it
 */
export async function createDraftFromFile(
  services: Services,
  caller: Caller,
  upload: Upload,
): Promise<Draft> {
  const { spreadsheets, settings } = services;
  const read = await spreadsheets.read(upload.bytes, upload.fileName, {
    maxRows: settings.maxRecipients,
  });
  if (!read.ok) {
    const { code, message, nextAction } = read.problem;
    throw new Refusal(code, { issues: [{ path: 'file', code, message: nextAction }] }, message);
  }
  const { source, rows, rowCount } = read.sheet;
  return createDraft(services, caller, {
    ifUnregistered: upload.ifUnregistered,
    campaignId: upload.campaignId,
    fileName: tidyName(upload.fileName),
    fileHash: createHash('sha256').update(upload.bytes).digest(),
    source,
    content: rows,
    rows: rowCount,
    retryOf: null,
  });
}

export interface Upload extends Pick<NewDraft, 'ifUnregistered' | 'campaignId'> {
  bytes: Uint8Array;
  fileName: string;
}

/** Writes a draft and shows it. */
export async function createDraft(
  services: Services,
  caller: Caller,
  draft: Omit<NewDraft, 'companyId' | 'createdBy'>,
): Promise<Draft> {
  const { company } = caller;
  const createdBy = actorOf(caller);
  const made = await withCompany(services.companyDb, company.id, async (tx) => {
    await chosenCampaign(tx, draft.campaignId);
    return write(tx, { ...draft, companyId: company.id, createdBy });
  });
  try {
    return await showDraft(services, company, made, MAX_PAGE_SIZE);
  } catch (error) {
    // Nobody was told what is in it, or where it is: it is not to stand in the list.
    if (toRefusal(error).code === 'too_many_addresses') {
      const changes = { status: 'discarded', content: packRows([]) } as const;
      await withCompany(services.companyDb, company.id, (tx) => saveDraft(tx, made.id, changes));
    }
    throw error;
  }
}

const MAX_FILE_NAME_CHARACTERS = 200;

/** As the person named it, without folders and without what a database does not store. */
function tidyName(fileName: string): string {
  const last = fileName.split(/[/\\]/).at(-1) ?? '';
  // eslint-disable-next-line no-control-regex -- removing control characters is what this is for
  const shown = last.toWellFormed().replaceAll(/[\u0000-\u001f\u007f]/g, '');
  return shown.slice(0, MAX_FILE_NAME_CHARACTERS) || 'file';
}
