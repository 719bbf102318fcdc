import { initTRPC } from '@trpc/server';
import type { OpenApiMeta } from 'trpc-to-openapi';
import type { Person } from '../db/persons';
import { withCompany, type Transaction } from '../db/pool';
import type { CompanyPermission, PlatformPermission } from '../domain/permissions';
import { findRecipient } from '../db/wallets';
import type { Context } from './context';
import { asTrpcError, errorBody, Refusal, refuse, toRefusal } from './errors';
import { requireCaller } from './require-caller';

const t = initTRPC
  .context<Context>()
  .meta<
    OpenApiMeta & {
      permission?: CompanyPermission | PlatformPermission | 'own_account' | 'own_wallet';
    }
  >()
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

/** A procedure of somebody who acts for a company and has this permission (domain/permissions.ts). */
export function permitted(permission: CompanyPermission) {
  return publicProcedure.meta({ permission }).use(async ({ ctx, next }) => {
    const { caller } = requireCaller(ctx, permission);
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
}

/** A procedure that sends, or changes what is sent: not for those who may only look. */
export const sendingProcedure = permitted('distributions.send');

/** A procedure of a person who is signed in, about what is the person's own: password, sessions. */
export const ownAccountProcedure = publicProcedure
  .meta({ permission: 'own_account' })
  .use(async ({ ctx, next }) => {
    const { session } = ctx;
    const person = personOf(ctx);
    if (session === undefined || person === undefined) {
      return refuse(ctx.caller === undefined && !ctx.staff ? 'unauthorized' : 'forbidden');
    }
    return next({ ctx: { ...ctx, session, person } });
  });

/** A procedure about the company's money: also for its finance, who may not send. */
export const moneyProcedure = permitted('balance.recharge');

/** A procedure of the platform's finance: it acts for no company, and no company's caller may. */
export const financeProcedure = publicProcedure
  .meta({ permission: 'payments.confirm' })
  .use(async ({ ctx, next }) => {
    const { staff } = ctx;
    if (staff === undefined) return refuse(isSomebody(ctx) ? 'forbidden' : 'unauthorized');
    return next({ ctx: { ...ctx, staff } });
  });

/** A procedure of the platform's support. It sees every company, so each act is recorded. */
export const supportProcedure = publicProcedure
  .meta({ permission: 'support.answer' })
  .use(async ({ ctx, next }) => {
    const { agent } = ctx;
    if (agent === undefined) return refuse(isSomebody(ctx) ? 'forbidden' : 'unauthorized');
    return next({ ctx: { ...ctx, agent } });
  });

/** A procedure of support's lead, who keeps what belongs to the platform. */
export const supportLeadProcedure = supportProcedure
  .meta({ permission: 'catalogue.change' })
  .use(async ({ ctx, next }) => {
    if (ctx.agent.role !== 'lead') return refuse('forbidden');
    return next();
  });

/** A procedure of a recipient who is signed in, by a link in a mail (api/wallet-routes.ts). */
export const recipientProcedure = publicProcedure
  .meta({ permission: 'own_wallet' })
  .use(async ({ ctx, next }) => {
    const id = ctx.session?.recipientId;
    const recipient =
      id === undefined ? undefined : await findRecipient(ctx.services.platformDb, id);
    if (recipient === undefined)
      return refuse('unauthorized', undefined, 'Sign in to your wallet.');
    return next({ ctx: { ...ctx, recipient } });
  });

function isSomebody({ caller, staff, agent }: Context): boolean {
  return caller !== undefined || staff !== undefined || agent !== undefined;
}

/** The person whose session it is; a key is no person. */
export function personOf({ caller, staff, agent }: Context): Person | undefined {
  if (caller?.kind === 'admin') return { kind: 'admin', id: caller.id };
  if (agent !== undefined) return { kind: 'agent', id: agent.id };
  return staff?.kind === 'agent' ? { kind: 'agent', id: staff.id } : undefined;
}
