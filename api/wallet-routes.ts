import { type Request, type Response, Router } from 'express';
import { type AccessMail, createAccessMail } from '../db/access-mails';
import {
  createWalletLink,
  findRecipient,
  findRecipientByEmail,
  useWalletLink,
} from '../db/wallets';
import { parseEmailAddress } from '../domain/email-address';
import { sendAccessMailLater } from './auth/access-mails';
import type { Services } from './context';
import { toRefusal } from './errors';
import { chooseLanguage, textsIn } from './pages/language';
import { linkProblemPage } from './pages/link-problem-page';
import { walletSignInConfirmPage } from './pages/wallet-sign-in-confirm-page';
import { walletSignInPage } from './pages/wallet-sign-in-page';
import { walletClientLimit, walletMailLimit } from './rate-limits';
import { signInto } from './sessions';
import { sendWebPage } from './web/serve-web';
import { helpOf } from './where-to-turn';

/**
 * A recipient's wallet, behind a sign-in by mailed link: its pages are the application's (web/) for who
 * is signed in. Who is not gets the sign-in page at the same address, and comes back to it.
 */
export function createWalletRouter(services: Services): Router {
  const router = Router();
  router.post('/', (request, response) => mailLink(services, request, response));
  router.post('/sign-out', (request, response, next) => {
    request.session.destroy((error: unknown) => {
      if (error) next(error);
      else response.redirect(303, '/wallet');
    });
  });
  // Where the application leads when a session has ended.
  router.get('/sign-in', (request, response) => {
    const hiddenFields = hiddenNext(readNext(request.query['next']));
    const page = signInPage(services, request, response);
    response.send(walletSignInPage({ ...page, hiddenFields, isAgain: true }));
  });
  router.get('/sign-in/:token', (request, response) => {
    const formAction = `/wallet/sign-in/${encodeURIComponent(request.params.token)}`;
    const hiddenFields = hiddenNext(readNext(request.query['next']));
    const help = helpOf(services.settings);
    const language = chooseLanguage(request, response);
    response.send(walletSignInConfirmPage({ language, formAction, hiddenFields, help }));
  });
  router.post('/sign-in/:token', (request, response) => signIn(services, request, response));
  router.get(['/', '/*rest'], (request, response) => showWallet(services, request, response));
  return router;
}

async function showWallet(services: Services, request: Request, response: Response): Promise<void> {
  const { recipientId } = request.session;
  const recipient =
    recipientId === undefined ? undefined : await findRecipient(services.platformDb, recipientId);
  if (recipient !== undefined) return sendWebPage(services, response);
  const hiddenFields = hiddenNext(readNext(request.baseUrl + request.path));
  response.send(walletSignInPage({ ...signInPage(services, request, response), hiddenFields }));
}

function signInPage({ settings }: Services, request: Request, response: Response) {
  const language = chooseLanguage(request, response);
  return { language, formAction: '/wallet', sent: false, help: helpOf(settings) };
}

/** Where somebody wanted to go: a page of the wallet, and no address elsewhere. */
function readNext(value: unknown): string {
  const isOurs = typeof value === 'string' && value.length <= 200 && WALLET_PATH.test(value);
  return isOurs ? value : '/wallet';
}

const WALLET_PATH = /^\/wallet(\/[\w-]+)*$/;

function hiddenNext(next: string): Record<string, string> {
  return next === '/wallet' ? {} : { next };
}

/** Says the same whether the address has a wallet or not: nobody learns who is registered. */
async function mailLink(services: Services, request: Request, response: Response): Promise<void> {
  const { platformDb } = services;
  const { email: field, next: wanted } = (request.body ?? {}) as {
    email?: unknown;
    next?: unknown;
  };
  const typed = typeof field === 'string' ? field : '';
  const next = readNext(wanted);
  const hiddenFields = hiddenNext(next);
  const shown = signInPage(services, request, response);
  const page = { ...shown, email: typed.slice(0, 254), hiddenFields };
  const { invalidEmail, tooMany } = textsIn(shown.language).signIn;
  const email = parseEmailAddress(typed);
  if (email === undefined) {
    response.status(422).send(walletSignInPage({ ...page, problem: invalidEmail }));
    return;
  }
  const reply = { headers: {} };
  try {
    await walletClientLimit(platformDb, request.ip ?? '').take(reply);
    await walletMailLimit(platformDb, email.key).take(reply);
  } catch (error) {
    const refusal = toRefusal(error);
    if (refusal.code !== 'rate_limited') throw error;
    response.set(reply.headers).status(429);
    response.send(walletSignInPage({ ...page, problem: tooMany }));
    return;
  }
  sendAccessMailLater(services, writeLink(services, email.key, next));
  response.send(walletSignInPage({ ...page, sent: true }));
}

async function writeLink(
  { platformDb, linkTokens }: Services,
  emailKey: string,
  next: string,
): Promise<AccessMail | undefined> {
  const recipient = await findRecipientByEmail(platformDb, emailKey);
  if (recipient === undefined) return undefined;
  const { id, name: toName, email: toAddress } = recipient;
  const link = linkTokens.create();
  return platformDb.transaction(async (tx) => {
    await createWalletLink(tx, id, { tokenHash: link.hash, minutes: LINK_MINUTES });
    return createAccessMail(tx, {
      content: { kind: 'sign_in', next },
      ...{ toName, toAddress, link, minutes: LINK_MINUTES },
    });
  });
}

/** Long enough for a slow mail, short enough that an old mail opens nothing. */
const LINK_MINUTES = 15;

async function signIn(
  services: Services,
  request: Request<{ token: string }>,
  response: Response,
): Promise<void> {
  const recipientId = await useWalletLink(services.platformDb, request.params.token);
  if (recipientId === undefined) {
    const page = linkProblemPage({
      language: chooseLanguage(request, response),
      problem: 'sign_in',
      walletUrl: '/wallet',
      help: helpOf(services.settings),
    });
    response.status(410).send(page);
    return;
  }
  const { next } = (request.body ?? {}) as { next?: unknown };
  await signInto(request, { recipientId, signedInAt: new Date().toISOString() });
  response.redirect(303, readNext(next));
}
