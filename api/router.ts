import { signIn } from './auth/sign-in';
import { signOut } from './auth/sign-out';
import { whoAmI } from './auth/who-am-i';
import { getBalance } from './balance/get-balance';
import { createDistribution } from './distributions/create-distribution';
import { getDistribution } from './distributions/get-distribution';
import { listDistributions } from './distributions/list-distributions';
import { listRewards } from './distributions/list-rewards';
import { listCitations } from './recipients/list-citations';
import { getReward } from './rewards/get-reward';
import { addTicketMessage } from './tickets/add-ticket-message';
import { createTicket } from './tickets/create-ticket';
import { getTicket } from './tickets/get-ticket';
import { listTickets } from './tickets/list-tickets';
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
  }),
  recipients: router({ citations: listCitations }),
  rewards: router({ get: getReward }),
  tickets: router({
    create: createTicket,
    get: getTicket,
    list: listTickets,
    addMessage: addTicketMessage,
  }),
});

/** What the front end is typed by. @public */
export type AppRouter = typeof appRouter;
