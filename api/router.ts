import { signIn } from './auth/sign-in';
import { signOut } from './auth/sign-out';
import { whoAmI } from './auth/who-am-i';
import { getBalance } from './balance/get-balance';
import { cancelDistribution } from './distributions/cancel';
import { createDistribution } from './distributions/create-distribution';
import { getDistribution } from './distributions/get-distribution';
import { listDistributions } from './distributions/list-distributions';
import { listRewards } from './distributions/list-rewards';
import { rescheduleDistribution } from './distributions/reschedule';
import { sendDistributionNow } from './distributions/send-now';
import { createRecharge } from './recharges/create-recharge';
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
    rewards: listRewards,
    cancel: cancelDistribution,
    reschedule: rescheduleDistribution,
    sendNow: sendDistributionNow,
  }),
  recharges: router({ create: createRecharge }),
  recipients: router({ citations: listCitations }),
  rewards: router({ get: getReward }),
});

/** What the front end is typed by. @public */
export type AppRouter = typeof appRouter;
