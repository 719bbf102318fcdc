import {
  createTRPCClient,
  httpBatchLink,
  httpLink,
  httpSubscriptionLink,
  isNonJsonSerializable,
  splitLink,
  type TRPCClientError,
  type TRPCLink,
} from '@trpc/client';
import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server';
import { observable } from '@trpc/server/observable';
import { createTRPCOptionsProxy } from '@trpc/tanstack-react-query';
import type { AppRouter } from '../../api/router';
import { connectionLost } from './connection';
import { queryClient } from './query-client';
import { isNoConnection, isUnauthorized } from './refusal';
import { getSession, leaveForWalletSignIn, waitForSignIn } from './session';

const url = '/trpc';
/** What common proxies take as the length of an address. */
const MAX_URL_LENGTH = 8_000;
/** What the server answers in one request. */
const MAX_ITEMS = 20;

/**
 * The one client. Reads of a moment share a request; each change has its own, so that it can carry an
 * `Idempotency-Key` (give it as `context: { idempotencyKey }` of the mutation).
 */
export const client = createTRPCClient<AppRouter>({
  links: [
    withoutDirectionLink(),
    signInAgainLink(),
    splitLink({
      condition: ({ type }) => type === 'subscription',
      true: httpSubscriptionLink({ url }),
      false: splitLink({
        condition: ({ type, input }) => type === 'mutation' || isNonJsonSerializable(input),
        true: httpLink({ url, headers: ({ op }) => keyHeader(op.context['idempotencyKey']) }),
        false: httpBatchLink({ url, maxURLLength: MAX_URL_LENGTH, maxItems: MAX_ITEMS }),
      }),
    }),
  ],
});

/** `trpc.distributions.list.queryOptions(…)`, `.mutationOptions(…)`, `.queryFilter()` */
export const trpc = createTRPCOptionsProxy<AppRouter>({ client, queryClient });

export type Outputs = inferRouterOutputs<AppRouter>;
/** @public */
export type Inputs = inferRouterInputs<AppRouter>;

function keyHeader(key: unknown): Record<string, string> {
  return typeof key === 'string' ? { 'Idempotency-Key': key } : {};
}

/**
 * A session that has ended is asked for by a dialog over the page, and the call is made again when the
 * person is signed in: it was refused before it did anything, so nothing happens twice and nothing
 * that was typed is lost. Who was not signed in before gets the refusal: that page sends him to sign in.
 */
function signInAgainLink(): TRPCLink<AppRouter> {
  return () =>
    ({ op, next }) =>
      observable((observer) => {
        let isGone = false;
        let running = start();
        function start() {
          return next(op).subscribe({
            next: (value) => observer.next(value),
            complete: () => observer.complete(),
            error: (error) => {
              if (isNoConnection(error) && !isAborted(error)) connectionLost();
              if (isUnauthorized(error) && isOfRecipient(op.path)) return leaveForWalletSignIn();
              const isOurs = isUnauthorized(error) && !op.path.startsWith('auth.signIn');
              if (!isOurs || getSession().adminId === undefined) return observer.error(error);
              void waitForSignIn().then(() => {
                if (!isGone) running = start();
              });
            },
          });
        }
        return () => {
          isGone = true;
          running.unsubscribe();
        };
      });
}

/**
 * tRPC adds `direction` to what an infinite query asks for; our lists go forth alone, and refuse a
 * field that they do not have.
 */
function withoutDirectionLink(): TRPCLink<AppRouter> {
  return () =>
    ({ op, next }) => {
      const { direction: _, ...input } = (op.input ?? {}) as Record<string, unknown>;
      const isPaged = _ === 'forward' && op.type === 'query';
      return next(isPaged ? { ...op, input } : op);
    };
}

/** Of a recipient's session, which begins by a mailed link (api/trpc.ts). */
function isOfRecipient(path: string): boolean {
  return path.startsWith('recipient.') || path.startsWith('recipientOrders.');
}

/** A query whose page was left is no sign of a lost connection. */
function isAborted(error: TRPCClientError<AppRouter>): boolean {
  return error.cause?.name === 'AbortError';
}
