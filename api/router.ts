import { signIn } from './auth/sign-in';
import { signOut } from './auth/sign-out';
import { whoAmI } from './auth/who-am-i';
import { getBalance } from './balance/get-balance';
import { discardDraft } from './drafts/discard-draft';
import { distributeDraft } from './drafts/distribute-draft';
import { getDraft } from './drafts/get-draft';
import { listDraftRows } from './drafts/list-draft-rows';
import { listDrafts } from './drafts/list-drafts';
import { removeDraftRows, restoreDraftRows } from './drafts/remove-draft-rows';
import { retryFailed } from './drafts/retry-failed';
import { updateDraft } from './drafts/update-draft';
import { updateDraftRow } from './drafts/update-draft-row';
import { uploadFile } from './drafts/upload-file';
import { createDistribution } from './distributions/create-distribution';
import { getDistribution } from './distributions/get-distribution';
import { listDistributions } from './distributions/list-distributions';
import { progress } from './distributions/progress';
import { listRewards } from './distributions/list-rewards';
import { listCitations } from './recipients/list-citations';
import { getReward } from './rewards/get-reward';
import { router } from './trpc';

/** Every operation, by resource; REST and OpenAPI read the same procedures. */
export const appRouter = router({
  auth: router({ signIn, signOut, whoAmI }),
  balance: router({ get: getBalance }),
  distributions: router({
    create: createDistribution,
    get: getDistribution,
    list: listDistributions,
    progress,
    retryFailed,
    rewards: listRewards,
  }),
  drafts: router({
    upload: uploadFile,
    list: listDrafts,
    get: getDraft,
    rows: listDraftRows,
    update: updateDraft,
    updateRow: updateDraftRow,
    removeRows: removeDraftRows,
    restoreRows: restoreDraftRows,
    discard: discardDraft,
    distribute: distributeDraft,
  }),
  recipients: router({ citations: listCitations }),
  rewards: router({ get: getReward }),
});

/** What the front end is typed by. @public */
export type AppRouter = typeof appRouter;
