import { signIn } from './auth/sign-in';
import { signOut } from './auth/sign-out';
import { whoAmI } from './auth/who-am-i';
import { getBalance } from './balance/get-balance';
import { createDistribution } from './distributions/create-distribution';
import { getDistribution } from './distributions/get-distribution';
import { listDistributions } from './distributions/list-distributions';
import { listRewards } from './distributions/list-rewards';
import { listCitations } from './recipients/list-citations';
import { cancelResend } from './resends/cancel-resend';
import { resendDistribution } from './resends/resend-distribution';
import { resendReward } from './resends/resend-reward';
import { changeEmail } from './rewards/change-email';
import { getReward } from './rewards/get-reward';
import { answerTicket } from './support/answer-ticket';
import { correctAddress, makeClaimLink, retryNow } from './support/help-rewards';
import {
  assignTicket,
  noteOnTicket,
  reopenTicket,
  resolveTicket,
  setTicketPriority,
  waitForCustomer,
} from './support/keep-ticket';
import { queue, ticket } from './support/read-tickets';
import { decideReversalRequest, reversePoints } from './support/reverse-points';
import { signInAgent, whoIsAgent } from './support/sign-in-agent';
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
    resend: resendDistribution,
  }),
  recipients: router({ citations: listCitations }),
  rewards: router({ get: getReward, changeEmail, resend: resendReward }),
  resends: router({ cancel: cancelResend }),
  // Not REST: the console of the platform's own people.
  support: router({
    signIn: signInAgent,
    whoAmI: whoIsAgent,
    queue,
    ticket,
    answer: answerTicket,
    note: noteOnTicket,
    assign: assignTicket,
    setPriority: setTicketPriority,
    waitForCustomer,
    resolve: resolveTicket,
    reopen: reopenTicket,
    retryNow,
    correctAddress,
    makeClaimLink,
    reversePoints,
    decideReversal: decideReversalRequest,
  }),
  tickets: router({
    create: createTicket,
    get: getTicket,
    list: listTickets,
    addMessage: addTicketMessage,
  }),
});

/** What the front end is typed by. @public */
export type AppRouter = typeof appRouter;
