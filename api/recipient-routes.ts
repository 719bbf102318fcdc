import path from 'node:path';
import express, { type Request, type Response, Router } from 'express';
import { findLink, type Link, useActivationLink, useRegistrationLink } from '../db/use-link';
import { parseName } from '../domain/typed-text';
import type { Services } from './context';
import { createHelpRouter } from './help-routes';
import { activatedPage } from './pages/activated-page';
import { activationPage } from './pages/activation-page';
import { chooseLanguage, type Language, textsIn } from './pages/language';
import { linkProblemPage, type LinkProblemPageProps } from './pages/link-problem-page';
import { registeredPage } from './pages/registered-page';
import { registrationPage } from './pages/registration-page';
import { sameSiteForms } from './same-site-forms';
import { signInto } from './sessions';
import { createTicketRouter } from './ticket-routes';
import { createWalletRouter } from './wallet-routes';
import { helpOf } from './where-to-turn';

/**
 * The pages that mails lead to. Opening a link (GET) shows and changes nothing, because mail scanners
 * open links; only the button (POST) uses it.
 */
export function createRecipientRouter(services: Services): Router {
  const router = Router();
  const form = express.urlencoded({ extended: false, limit: '16kb' });
  // 5,000 characters of any script, escaped as forms do it.
  const textForm = express.urlencoded({ extended: false, limit: '64kb' });
  router.use(sameSiteForms(services.settings.publicUrl));
  router.use('/help/tickets', textForm, createTicketRouter(services));
  router.use('/help', textForm, createHelpRouter(services));
  router.get('/assets/pages.css', (_request, response) => {
    response.sendFile(path.join(__dirname, 'pages', 'pages.css'), { maxAge: '1h' });
  });
  // A secret stands in these addresses: nothing of them may leave by caches or referrers.
  router.use(['/register', '/activate', '/wallet'], (_request, response, next) => {
    response.set({ 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer' });
    next();
  });
  router
    .route('/register/:token')
    .get((request, response) => showRegistration(services, request, response))
    .post(form, (request, response) => register(services, request, response));
  router
    .route('/activate/:token')
    .get((request, response) => showActivation(services, request, response))
    .post(form, (request, response) => activate(services, request, response));
  router.use('/wallet', form, createWalletRouter(services));
  return router;
}

async function showRegistration(
  services: Services,
  request: Request<{ token: string }>,
  response: Response,
  isRefused = false,
): Promise<void> {
  const link = await findLink(services.platformDb, request.params.token, 'registration');
  const language = chooseLanguage(request, response);
  if (link === undefined || link.standing !== 'usable') {
    return showProblem(services, response, language, link?.standing);
  }
  response.status(isRefused ? 422 : 200).send(
    registrationPage({
      ...shown(services, link, language),
      email: link.email,
      citation: link.citation,
      expiresAt: link.expiresAt,
      formAction: `/register/${request.params.token}`,
      problem: isRefused ? textsIn(language).registration.invalidName : undefined,
    }),
  );
}

async function register(
  services: Services,
  request: Request<{ token: string }>,
  response: Response,
): Promise<void> {
  const name = parseName((request.body as { name?: unknown } | undefined)?.name);
  if (name === undefined) return showRegistration(services, request, response, true);
  const registered = await useRegistrationLink(services.platformDb, request.params.token, { name });
  if ('waiting' in registered) wakeAll(services, registered.waiting ?? []);
  const language = chooseLanguage(request, response);
  if (registered.outcome !== 'registered') {
    return showProblem(services, response, language, registered.outcome);
  }
  await signInFirst(request, registered.madeRecipientId);
  response.send(
    registeredPage({
      ...shown(services, registered.link, language),
      recipientName: name,
      walletUrl: '/wallet',
    }),
  );
}

/**
 * Who has just shown by the link that the mailbox is his goes on to his wallet without another mail.
 * Only once, by what makes or activates the account: the same mail, forwarded later, opens nothing.
 */
async function signInFirst(request: Request, recipientId: string | null | undefined) {
  if (recipientId === undefined || recipientId === null) return;
  await signInto(request, { recipientId, signedInAt: new Date().toISOString() });
}

/** Tells each distribution that waited for this person; the points are credited by its workflow. */
function wakeAll(
  { dispatcher }: Services,
  waiting: readonly { rewardId: string; distributionId: string }[],
): void {
  for (const distributionId of new Set(waiting.map((reward) => reward.distributionId))) {
    const rewards = waiting.filter((reward) => reward.distributionId === distributionId);
    dispatcher.wake({ distributionId, rewardIds: rewards.map(({ rewardId }) => rewardId) });
  }
}

async function showActivation(
  services: Services,
  request: Request<{ token: string }>,
  response: Response,
): Promise<void> {
  const link = await findLink(services.platformDb, request.params.token, 'activation');
  const language = chooseLanguage(request, response);
  if (link === undefined || link.standing === 'expired') {
    return showProblem(services, response, language, link?.standing);
  }
  if (link.standing === 'used') return sendActivated(services, link, response, language);
  const formAction = `/activate/${request.params.token}`;
  response.send(activationPage({ ...shown(services, link, language), formAction }));
}

async function activate(
  services: Services,
  request: Request<{ token: string }>,
  response: Response,
): Promise<void> {
  const link = await useActivationLink(services.platformDb, request.params.token);
  const language = chooseLanguage(request, response);
  if (link === undefined || link.standing === 'expired') {
    return showProblem(services, response, language, link?.standing);
  }
  if (link.isFirst) await signInFirst(request, link.recipientId);
  sendActivated(services, link, response, language);
}

function sendActivated(
  services: Services,
  link: Link,
  response: Response,
  language: Language,
): void {
  response.send(activatedPage({ ...shown(services, link, language), walletUrl: '/wallet' }));
}

function shown(services: Services, link: Link, language: Language) {
  return {
    language,
    companyName: link.companyName,
    recipientName: link.name,
    points: link.points,
    help: helpOf(services.settings),
  };
}

function showProblem(
  services: Services,
  response: Response,
  language: Language,
  standing?: string,
): void {
  const { status, ...found } = problems[standing ?? ''] ?? NO_LINK;
  const help = helpOf(services.settings);
  response.status(status).send(linkProblemPage({ ...found, language, help }));
}

type Problem = Pick<LinkProblemPageProps, 'problem' | 'walletUrl'> & { status: number };

const NO_LINK: Problem = { status: 404, problem: 'not_found' };

/** RFC 9110: 410 for what was here and is gone. */
const problems: Partial<Record<string, Problem>> = {
  used: { status: 410, problem: 'link_used', walletUrl: '/wallet' },
  expired: { status: 410, problem: 'link_expired' },
  elsewhere: { status: 409, problem: 'registered_with_another_company' },
};
