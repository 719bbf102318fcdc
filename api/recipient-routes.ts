import path from 'node:path';
import express, { type Request, type Response, Router } from 'express';
import { findLink, type Link, useActivationLink, useRegistrationLink } from '../db/use-link';
import { describeReason } from '../domain/reasons';
import { parseName } from '../domain/typed-text';
import type { Services } from './context';
import { createHelpRouter } from './help-routes';
import { activatedPage } from './pages/activated-page';
import { activationPage } from './pages/activation-page';
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
  problem?: string,
): Promise<void> {
  const link = await findLink(services.platformDb, request.params.token, 'registration');
  if (link === undefined || link.standing !== 'usable') {
    return showProblem(services, response, link?.standing);
  }
  response.status(problem === undefined ? 200 : 422).send(
    registrationPage({
      ...shown(services, link),
      email: link.email,
      citation: link.citation,
      expiresAt: link.expiresAt,
      formAction: `/register/${request.params.token}`,
      problem,
    }),
  );
}

async function register(
  services: Services,
  request: Request<{ token: string }>,
  response: Response,
): Promise<void> {
  const name = parseName((request.body as { name?: unknown } | undefined)?.name);
  if (name === undefined) {
    const { nextAction } = describeReason('invalid_name');
    return showRegistration(services, request, response, nextAction);
  }
  const registered = await useRegistrationLink(services.platformDb, request.params.token, { name });
  if ('waiting' in registered) wakeAll(services, registered.waiting ?? []);
  if (registered.outcome !== 'registered') {
    return showProblem(services, response, registered.outcome);
  }
  await signInFirst(request, registered.madeRecipientId);
  response.send(
    registeredPage({
      ...shown(services, registered.link),
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
  if (link === undefined || link.standing === 'expired') {
    return showProblem(services, response, link?.standing);
  }
  if (link.standing === 'used') return sendActivated(services, link, response);
  const formAction = `/activate/${request.params.token}`;
  response.send(activationPage({ ...shown(services, link), formAction }));
}

async function activate(
  services: Services,
  request: Request<{ token: string }>,
  response: Response,
): Promise<void> {
  const link = await useActivationLink(services.platformDb, request.params.token);
  if (link === undefined || link.standing === 'expired') {
    return showProblem(services, response, link?.standing);
  }
  if (link.isFirst) await signInFirst(request, link.recipientId);
  sendActivated(services, link, response);
}

function sendActivated(services: Services, link: Link, response: Response): void {
  response.send(activatedPage({ ...shown(services, link), walletUrl: '/wallet' }));
}

function shown(services: Services, link: Link) {
  return {
    companyName: link.companyName,
    recipientName: link.name,
    points: link.points,
    help: helpOf(services.settings),
  };
}

function showProblem(services: Services, response: Response, standing?: string): void {
  const problem = problems[standing ?? 'not_found'] ?? problems['not_found'];
  if (problem === undefined) throw new Error('A problem without a page');
  const { status, ...text } = problem;
  response.status(status).send(linkProblemPage({ ...text, help: helpOf(services.settings) }));
}

/** RFC 9110: 410 for what was here and is gone. The texts are the recipient's, not the sender's. */
const problems: Partial<Record<string, Omit<LinkProblemPageProps, 'help'> & { status: number }>> = {
  used: { status: 410, ...describeLink('link_used'), walletUrl: '/wallet' },
  expired: { status: 410, ...describeLink('link_expired') },
  elsewhere: {
    status: 409,
    code: 'registered_with_another_company',
    message: 'Your e-mail address is already registered with another company.',
    nextAction:
      'An address belongs to one company only. Ask the sender to use another address of yours.',
  },
  not_found: {
    status: 404,
    code: 'not_found',
    message: 'This link is not one of ours, or it was not copied whole.',
    nextAction: 'Open the link in the e-mail again, or copy all of it.',
  },
};

function describeLink(code: 'link_used' | 'link_expired') {
  return { ...describeReason(code), code };
}
