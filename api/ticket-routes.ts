import { timingSafeEqual } from 'node:crypto';
import { type Request, type Response, Router } from 'express';
import { id as idSchema } from '../contracts/distributions';
import { hashToken } from '../db/link-tokens';
import { findRecipientTicket, type RecipientTicket, replyToTicket } from '../db/recipient-ticket';
import { parseMessage } from '../domain/typed-text';
import type { Services } from './context';
import { toRefusal } from './errors';
import { chooseLanguage, textsIn } from './pages/language';
import { linkProblemPage } from './pages/link-problem-page';
import { ticketPage } from './pages/ticket-page';
import { ticketReplyLimit } from './rate-limits';
import { helpOf } from './where-to-turn';

/**
 * Where support's answer leads a recipient: GET shows the ticket, POST writes to support. The token in
 * the address is all that it takes, so it is only ever mailed to the address that the ticket has.
 */
export function createTicketRouter(services: Services): Router {
  const router = Router();
  // A secret stands in these addresses: nothing of them may leave by caches or referrers.
  router.use((_request, response, next) => {
    response.set({ 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer' });
    next();
  });
  router
    .route('/:ticketId/:token')
    .get(async (request, response) => {
      const ticket = await findTicket(services, request.params);
      if (ticket === undefined) return showProblem(services, request, response);
      const sent = request.query['sent'] !== undefined;
      response.send(ticketPage({ ...shown(services, request, response, ticket), sent }));
    })
    .post((request, response) => reply(services, request, response));
  return router;
}

interface Params {
  ticketId: string;
  token: string;
}

async function reply(
  services: Services,
  request: Request<Params>,
  response: Response,
): Promise<void> {
  const ticket = await findTicket(services, request.params);
  if (ticket === undefined) return showProblem(services, request, response);
  const page = shown(services, request, response, ticket);
  const t = textsIn(page.language).ticket;
  const { text: typed } = (request.body ?? {}) as { text?: unknown };
  const text = typeof typed === 'string' ? typed.replaceAll('\r\n', '\n') : '';
  const refuse = (status: number, problem: string): void => {
    response.status(status).send(ticketPage({ ...page, text, problem }));
  };
  const message = parseMessage(text);
  if (message === undefined) return refuse(422, t.textMissing);
  if (!(await isWithinLimit(services, ticket.id, response))) {
    return refuse(429, t.tooMany);
  }
  const answerSeconds = services.settings.ticketAnswerSeconds;
  await replyToTicket(services.platformDb, { ticketId: ticket.id, text: message, answerSeconds });
  services.dispatcher.wakeTicket(ticket.id);
  // RFC 9110 section 15.4.4: to read the page again then does not write again.
  response.redirect(303, `${pathOf(request.params)}?sent`);
}

async function findTicket(
  { platformDb, linkTokens }: Services,
  { ticketId, token }: Params,
): Promise<RecipientTicket | undefined> {
  if (!idSchema.safeParse(ticketId).success) return undefined;
  const wanted = linkTokens.tokenOfTicket(ticketId);
  // Hashes have one length, whatever was typed.
  if (!timingSafeEqual(hashToken(token), hashToken(wanted))) return undefined;
  return findRecipientTicket(platformDb, ticketId);
}

async function isWithinLimit(
  { platformDb }: Services,
  ticketId: string,
  response: Response,
): Promise<boolean> {
  const answer = { headers: {} };
  try {
    await ticketReplyLimit(platformDb, ticketId).take(answer);
    return true;
  } catch (error) {
    if (toRefusal(error).code !== 'rate_limited') throw error;
    response.set(answer.headers);
    return false;
  }
}

function shown(
  services: Services,
  request: Request<Params>,
  response: Response,
  ticket: RecipientTicket,
) {
  const language = chooseLanguage(request, response);
  return {
    ...ticket,
    language,
    formAction: pathOf(request.params),
    help: helpOf(services.settings),
  };
}

function pathOf({ ticketId, token }: Params): string {
  return `/help/tickets/${ticketId}/${token}`;
}

function showProblem({ settings }: Services, request: Request<Params>, response: Response): void {
  const page = linkProblemPage({
    language: chooseLanguage(request, response),
    problem: 'not_found',
    help: helpOf(settings),
  });
  response.status(404).send(page);
}
