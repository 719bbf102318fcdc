import { type Request, type Response, Router } from 'express';
import { findRecipientAddress, openRecipientTicket } from '../db/open-recipient-ticket';
import { parseEmailAddress } from '../domain/email-address';
import { showTicketNumber } from '../domain/tickets';
import { parseMessage } from '../domain/typed-text';
import type { Services } from './context';
import { toRefusal } from './errors';
import { helpPage } from './pages/help-page';
import { chooseLanguage, textsIn } from './pages/language';
import { helpFormLimit } from './rate-limits';
import { helpOf } from './where-to-turn';

/** Where every mail and page leads who needs a person (rules R14 and R16): a form that opens a ticket. */
export function createHelpRouter(services: Services): Router {
  const router = Router();
  router.get('/', async (request, response) => {
    const signedIn = await signedInAddress(services, request);
    const page = shown(services, request, response);
    response.send(helpPage({ ...page, signedInAs: signedIn?.address }));
  });
  router.post('/', (request, response) => openTicket(services, request, response));
  return router;
}

async function openTicket(services: Services, request: Request, response: Response): Promise<void> {
  const typed = readForm(request.body);
  const signedIn = await signedInAddress(services, request);
  const empty = shown(services, request, response);
  const page = { ...empty, ...typed, signedInAs: signedIn?.address };
  const t = textsIn(empty.language).help;
  const refuse = (status: number, problem: string): void => {
    response.status(status).send(helpPage({ ...page, problem }));
  };
  const email = signedIn ?? parseEmailAddress(typed.email);
  if (email === undefined) return refuse(422, t.invalidEmail);
  const text = parseMessage(typed.text);
  if (text === undefined) return refuse(422, t.textMissing);
  if (!(await isWithinLimits(services, request, response, email.key))) {
    return refuse(429, t.tooMany);
  }
  const { number, id } = await openRecipientTicket(services.platformDb, {
    recipientId: signedIn && request.session.recipientId,
    email,
    cause: typed.didNotArrive ? 'did_not_arrive' : 'other',
    subject: typed.didNotArrive
      ? 'Points or an e-mail did not arrive'
      : 'A question of a recipient',
    text,
    answerSeconds: services.settings.ticketAnswerSeconds,
  });
  services.dispatcher.wakeTicket(id);
  response.status(201).send(helpPage({ ...empty, sentNumber: showTicketNumber(number) }));
}

/** By client and by address: nobody fills the queue, nor writes in another's name for long. */
async function isWithinLimits(
  { platformDb }: Services,
  request: Request,
  response: Response,
  emailKey: string,
): Promise<boolean> {
  const reply = { headers: {} };
  try {
    await helpFormLimit(platformDb, `client/${request.ip ?? ''}`).take(reply);
    await helpFormLimit(platformDb, `address/${emailKey}`).take(reply);
    return true;
  } catch (error) {
    if (toRefusal(error).code !== 'rate_limited') throw error;
    response.set(reply.headers);
    return false;
  }
}

function readForm(body: unknown): { email: string; text: string; didNotArrive: boolean } {
  const fields = (body ?? {}) as Record<string, unknown>;
  const textOf = (name: string) => (typeof fields[name] === 'string' ? fields[name] : '');
  return {
    email: textOf('email').slice(0, 254),
    text: textOf('text').replaceAll('\r\n', '\n'),
    didNotArrive: textOf('about') === 'did_not_arrive',
  };
}

async function signedInAddress(services: Services, request: Request) {
  const { recipientId } = request.session;
  if (recipientId === undefined) return undefined;
  return findRecipientAddress(services.platformDb, recipientId);
}

function shown({ settings }: Services, request: Request, response: Response) {
  const language = chooseLanguage(request, response);
  return { language, help: helpOf(settings), answerSeconds: settings.ticketAnswerSeconds };
}
