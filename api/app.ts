import { randomUUID } from 'node:crypto';
import { createExpressMiddleware } from '@trpc/server/adapters/express';
import express, {
  type Express,
  type NextFunction,
  type Request,
  type RequestHandler,
  type Response,
  type Router,
} from 'express';
import helmet from 'helmet';
import { actorOf, type Context, identifyCaller, identifyPlatform, type Services } from './context';
import { createExportRouter } from './distributions/export-files';
import { createCarrierRouter } from './carrier-routes';
import { createCreditNoteRouter } from './credit-note-routes';
import { createProgressRouter } from './distributions/stream-progress';
import { createDocsRouter } from './docs';
import { createDraftFilesRouter } from './drafts/draft-files';
import { errorBody, Refusal, toRefusal } from './errors';
import { createHealthRouter, type Health } from './health';
import { createImageRouter } from './images/serve-image';
import { createOpenApiDocument } from './openapi';
import { errorPage } from './pages/error-page';
import { chooseLanguage, textsIn } from './pages/language';
import { createTestPaymentRouter } from './payments/test-payment-routes';
import { createPaymentWebhookRouter } from './payments/webhook-routes';
import { createMoneyFilesRouter } from './statement/money-files';
import { createRecipientRouter } from './recipient-routes';
import { answerError, createRestRouter } from './rest';
import { appRouter } from './router';
import { sessionAccess, type Sessions } from './sessions';
import { createWebRouter } from './web/serve-web';
import { helpOf } from './where-to-turn';
import { reasons } from '../domain/reasons';

/** The whole HTTP surface of one API process. */
export function createApp(options: {
  services: Services;
  sessions: Sessions;
  health: Health;
}): Express {
  const { services, sessions, health } = options;
  const app = express();
  app.disable('x-powered-by');
  // Answers are of the moment; hashing each of them for caches costs more than it saves.
  app.disable('etag');
  app.set('query parser', 'simple');
  app.set('trust proxy', services.settings.trustedProxies);
  app.use((request, response, next) => {
    request.id = randomUUID();
    response.set('X-Request-Id', request.id);
    next();
  });
  app.use(createHealthRouter(health));
  app.use(helmet({ contentSecurityPolicy: false, strictTransportSecurity: isHttps(services) }));
  app.use(contentSecurityPolicy(services));

  const createContext = async (request: Request): Promise<Context> => {
    // Only pages and tRPC carry cookies; a machine's call has no session to look up.
    const session = 'session' in request ? sessionAccess(request) : undefined;
    const key = request.headers['idempotency-key'];
    return {
      services,
      caller: await identifyCaller(services, request, session),
      ...(await identifyPlatform(services, request, session)),
      requestId: request.id,
      idempotencyKey: readIdempotencyKey(key),
      reply: { headers: {} },
      session,
      clientAddress: request.ip ?? '',
    };
  };

  app.use('/api/v1', createApiRouter({ services, createContext, readSession: sessions.handler }));
  app.use('/webhooks', createCarrierRouter(services));
  app.use('/images', createImageRouter(services));
  app.use('/webhooks/payments', createPaymentWebhookRouter(services));
  app.use('/test-payments', createTestPaymentRouter(services));
  app.use('/docs', createDocsRouter());
  app.use(
    '/trpc',
    sessions.handler,
    createExpressMiddleware({
      router: appRouter,
      createContext: ({ req }) => createContext(req),
      maxBatchSize: MAX_BATCH_SIZE,
      responseMeta: ({ ctx, errors }) => ({ headers: headersOf(ctx?.reply, errors) }),
      maxBodySize: Math.max(MAX_TRPC_BODY_BYTES, services.settings.maxFileBytes + FORM_BYTES),
      onError: ({ error, ctx, path }) => {
        const { code } = toRefusal(error);
        const which = { requestId: ctx?.requestId, procedure: path };
        if (reasons[code].httpStatus >= 500) {
          services.log.error({ err: error, ...which }, 'A procedure failed');
        } else {
          // Who tries passwords, or what is not allowed, is seen by these.
          const caller = ctx?.caller && actorOf(ctx.caller);
          const { clientAddress } = ctx ?? {};
          services.log.info({ ...which, code, caller, clientAddress }, 'A procedure was refused');
        }
      },
    }),
  );
  app.use('/credit-notes', sessions.handler, createCreditNoteRouter(services));
  app.use(createWebRouter(services));
  app.use(sessions.handler, createRecipientRouter(services));
  app.use((request, response) => {
    const language = chooseLanguage(request, response);
    const t = textsIn(language).error;
    const { message } = t.reasons['not_found'] ?? reasons.not_found;
    const requestId = String(response.get('X-Request-Id'));
    const help = helpOf(services.settings);
    response.status(404).send(errorPage({ language, title: t.notFound, message, requestId, help }));
  });
  app.use((error: unknown, request: Request, response: Response, _next: NextFunction) => {
    answerErrorPage(error, request, response, services);
  });
  return app;
}

/** What procedures have said of their answer, and how long to wait for another one. */
function headersOf(reply: Context['reply'] | undefined, errors: readonly Error[]): Headers {
  const headers = new Headers(reply?.headers ?? {});
  const waits = errors.flatMap((error) => toRefusal(error).retryAfterSeconds ?? []);
  if (waits.length > 0) headers.set('Retry-After', String(Math.max(...waits)));
  return headers;
}

/** What machines call, and the files and live progress that pages load from beside it. */
function createApiRouter({
  services,
  createContext,
  readSession,
}: {
  services: Services;
  createContext: (request: Request) => Promise<Context>;
  readSession: RequestHandler;
}): Router {
  const router = express.Router();
  const openApi = createOpenApiDocument(services.settings.publicUrl);
  router.get('/openapi.json', (_request, response) => void response.json(openApi));
  const { maxFileBytes } = services.settings;
  router.use(createDraftFilesRouter({ createContext, readSession, maxFileBytes }));
  router.use(createExportRouter({ createContext, readSession }));
  router.use(createMoneyFilesRouter({ createContext, readSession }));
  router.use(createProgressRouter({ createContext, readSession }));
  router.use(createRestRouter(createContext));
  router.use((error: unknown, request: Request, response: Response, _next: NextFunction) => {
    answerError(error, request, response, services.log);
  });
  return router;
}

/** The same limit as REST: 500 recipients with the longest texts. */
const MAX_TRPC_BODY_BYTES = 5 * 1024 * 1024;

/** More questions than a page asks in a moment. */
const MAX_BATCH_SIZE = 20;

/** What a form adds to the file in it. */
const FORM_BYTES = 10_000;

const MAX_IDEMPOTENCY_KEY = 200;

function readIdempotencyKey(header: string | string[] | undefined): string | undefined {
  if (header === undefined) return undefined;
  const key = String(header);
  if (key.length >= 1 && key.length <= MAX_IDEMPOTENCY_KEY) return key;
  const message = `Idempotency-Key must have 1 to ${MAX_IDEMPOTENCY_KEY} characters.`;
  throw new Refusal('bad_request', undefined, message, 'Shorten the key, or leave it out.');
}

function isHttps({ settings }: Services): boolean {
  return settings.publicUrl.startsWith('https:');
}

function contentSecurityPolicy(services: Services) {
  return helmet.contentSecurityPolicy({
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      imgSrc: ["'self'", 'data:'],
      fontSrc: ["'self'"],
      connectSrc: ["'self'"],
      formAction: ["'self'"],
      baseUri: ["'none'"],
      frameAncestors: ["'none'"],
      ...(isHttps(services) && { upgradeInsecureRequests: [] }),
    },
  });
}

function answerErrorPage(
  error: unknown,
  request: Request,
  response: Response,
  services: Services,
): void {
  const refusal = toRefusal(error);
  const preferred = chooseLanguage(request, response);
  const translated = textsIn(preferred).error.reasons[refusal.code];
  const { message, nextAction } = translated ?? errorBody(refusal, request.id);
  // What only the table says is English.
  const language = translated === undefined ? 'en' : preferred;
  response.set('Content-Language', language);
  const { httpStatus } = reasons[refusal.code];
  if (httpStatus >= 500) services.log.error({ err: error, requestId: request.id }, 'A page failed');
  const help = helpOf(services.settings);
  const page = { language, title: message, message: nextAction, requestId: request.id, help };
  response.status(httpStatus).send(errorPage(page));
}
