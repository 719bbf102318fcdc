import { MAX_PAGE_SIZE } from '../../contracts/distributions';
import type { Draft } from '../../contracts/drafts';
import {
  type DraftChanges,
  type DraftRecord,
  findDraft,
  findDraftToChange,
  saveDraft,
} from '../../db/drafts';
import { withCompany } from '../../db/pool';
import type { Caller, Services } from '../context';
import { refuse } from '../errors';
import { chosenCampaign } from '../campaigns/chosen-campaign';
import { showDraft } from './show-draft';

/**
 * Changes an open draft that nobody else has changed since the caller looked at it, and shows it
 * as it is then.
 */
export async function changeDraft(
  services: Services,
  caller: Caller,
  seen: { id: string; version: number },
  change: (draft: DraftRecord) => DraftChanges,
): Promise<Draft> {
  const { company } = caller;
  await withCompany(services.companyDb, company.id, async (tx) => {
    const draft = await findDraftToChange(tx, seen.id);
    requireOpen(draft, seen.version);
    const changes = change(draft);
    await chosenCampaign(tx, changes.campaignId);
    await saveDraft(tx, seen.id, changes);
  });
  return findAndShowDraft(services, caller, seen.id);
}

/** The draft with what would happen to its rows now. */
export async function findAndShowDraft(
  services: Services,
  caller: Caller,
  id: string,
): Promise<Draft> {
  const draft = await getDraft(services, caller, id);
  return showDraft(services, caller.company, draft, MAX_PAGE_SIZE);
}

export async function getDraft(
  services: Services,
  caller: Caller,
  id: string,
): Promise<DraftRecord> {
  const draft = await withCompany(services.companyDb, caller.company.id, (tx) => findDraft(tx, id));
  return draft ?? refuse('not_found');
}

export function requireOpen(
  draft: DraftRecord | undefined,
  version: number,
): asserts draft is DraftRecord {
  if (draft === undefined) return refuse('not_found');
  if (draft.status !== 'open') return refuse('draft_closed');
  if (draft.version !== version) return refuse('draft_changed');
}
