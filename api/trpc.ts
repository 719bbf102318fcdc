import { initTRPC } from '@trpc/server';
import type { OpenApiMeta } from 'trpc-to-openapi';
import { withCompany, type Transaction } from '../db/pool';
import { findRecipient } from '../db/wallets';
import { type Caller, type Context, mayRecharge, maySend } from './context';
import { asTrpcError, errorBody, Refusal, refuse, toRefusal } from './errors';

const t = initTRPC
  .context<Context>()
  .meta<OpenApiMeta>()
  .create({
    isDev: false,
    errorFormatter: ({ shape, error, ctx }) => {
      const refusal = toRefusal(error);
      return {
        ...shape,
        message: refusal.message,
        data: { ...shape.data, error: errorBody(refusal, ctx?.requestId ?? '') },
      };
    },
  });

export const router = t.router;

/**
 * A refusal that code shared with other routes has thrown keeps its status: tRPC takes an error that
 * is not its own for ours, and answers 500.
 */
export const publicProcedure = t.procedure.use(async ({ next }) => {
  const result = await next();
  if (!result.ok && result.error.cause instanceof Refusal) throw asTrpcError(result.error.cause);
  return result;
});

/** A procedure of somebody who acts for a company. */
export const companyProcedure = publicProcedure.use(async ({ ctx, next }) => {
  if (ctx.caller === undefined) return refuse('unauthorized');
  const caller: Caller = ctx.caller;
  const companyId = caller.company.id;
  return next({
    ctx: {
      ...ctx,
      caller,
      /** Runs in a transaction in which only the caller's company exists. */
      inCompany: <Result>(work: (tx: Transaction) => Promise<Result>) =>
        withCompany(ctx.services.companyDb, companyId, work),
    },
  });
});

/** A procedure that sends or changes: not for those who may only look. */
export const sendingProcedure = companyProcedure.use(async ({ ctx, next }) => {
  if (!maySend(ctx.caller)) return refuse('forbidden');
  return next();
});

/** A procedure about the company's money: also for its finance, who may not send. */
export const moneyProcedure = companyProcedure.use(async ({ ctx, next }) => {
  if (!mayRecharge(ctx.caller)) return refuse('forbidden');
  return next();
});

/** A procedure of the platform's finance: it acts for no company, and no company's caller may. */
export const financeProcedure = publicProcedure.use(async ({ ctx, next }) => {
  const { caller, staff } = ctx;
  if (staff?.role !== 'finance') return refuse(caller === undefined ? 'unauthorized' : 'forbidden');
  return next({ ctx: { ...ctx, staff } });
});

/** A procedure of the platform's support. It sees every company, so each act is recorded. */
export const supportProcedure = publicProcedure.use(async ({ ctx, next }) => {
  if (ctx.agent === undefined) {
    return refuse(ctx.caller === undefined ? 'unauthorized' : 'forbidden');
  }
  return next({ ctx: { ...ctx, agent: ctx.agent } });
});

/** A procedure of support's lead, who keeps what belongs to the platform. */
export const supportLeadProcedure = supportProcedure.use(async ({ ctx, next }) => {
  if (ctx.agent.role !== 'lead') return refuse('forbidden');
  return next();
});

/** A procedure of a recipient who is signed in, by a link in a mail (api/wallet-routes.ts). */
export const recipientProcedure = publicProcedure.use(async ({ ctx, next }) => {
  const id = ctx.session?.recipientId;
  const recipient = id === undefined ? undefined : await findRecipient(ctx.services.platformDb, id);
  if (recipient === undefined) return refuse('unauthorized', undefined, 'Sign in to your wallet.');
  return next({ ctx: { ...ctx, recipient } });
});
