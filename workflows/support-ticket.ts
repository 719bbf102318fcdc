import {
  condition,
  continueAsNew,
  defineSignal,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import type { Activities } from '../activities';
import {
  signalNames,
  type SupportTicketInput,
  type TendedTicket,
  ticketSignals,
} from '../contracts/workflows';
import type { TicketAction } from '../domain/tickets';
import { nextWait } from './next-wait';
import { ticketAttributesOf } from './search-attributes';

// For ever: a promise to a customer is not given up because a database is away. The time is that of
// a few mails to a server that answers no connection.
const activities = proxyActivities<Activities>({
  startToCloseTimeout: '5 minutes',
  // A worker that dies is noticed long before (activities/while-beating.ts).
  heartbeatTimeout: '15 seconds',
  retry: { initialInterval: '1 second', maximumInterval: '1 minute' },
});

export const ticketChanged = defineSignal(signalNames.ticketChanged);

/**
 * The clock of one ticket (rule R14): warns, escalates, mails what support answers, and ends when
 * the ticket is resolved. The database knows what is true; a signal makes the clock look again, and
 * one of an operator does first what it says.
 */
export async function supportTicket({ ticketId }: SupportTicketInput): Promise<void> {
  const told: TicketAction[] = [];
  let changes = 0;
  setHandler(ticketChanged, () => {
    changes += 1;
  });
  for (const [name, action] of Object.entries(ticketSignals)) {
    setHandler(defineSignal(name), () => {
      told.push(action);
      changes += 1;
    });
  }
  let mailRounds = 0;

  for (;;) {
    changes = 0;
    for (let action = told.shift(); action !== undefined; action = told.shift()) {
      await activities.recordTicketAction({ ticketId, action });
    }
    const ticket = await activities.tendTicket({ ticketId });
    if (ticket === null) return;
    upsertSearchAttributes(ticketAttributesOf(ticket));
    mailRounds = ticket.mailsLeft > 0 ? mailRounds + 1 : 0;
    if (changes > 0) continue;
    if (ticket.state === 'resolved' && ticket.mailsLeft === 0) {
      setCurrentDetails('Resolved. It begins anew when the ticket is opened again.');
      return;
    }
    const waitMilliseconds = nextWait(ticket.nextAlarmMilliseconds, { ...ticket, mailRounds });
    setCurrentDetails(describeWait(ticket, waitMilliseconds));
    if (workflowInfo().continueAsNewSuggested) {
      await continueAsNew<typeof supportTicket>({ ticketId });
    }
    await condition(() => changes > 0, waitMilliseconds);
  }
}

function describeWait(ticket: TendedTicket, waitMilliseconds: number): string {
  const until = new Date(Date.now() + waitMilliseconds).toISOString();
  const mails = ticket.mailsLeft > 0 ? ` ${ticket.mailsLeft} mails wait for the mail server.` : '';
  return [
    `The ticket is ${ticket.status.replaceAll('_', ' ')}.${mails}`,
    `Looks again at ${until}, or at once on a signal: ${Object.keys(ticketSignals).join(', ')}.`,
  ].join('\n\n');
}
