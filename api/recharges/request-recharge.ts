import { z } from 'zod';
import {
  requestRechargeInput,
  rechargeSchema,
  type RequestRecharge,
} from '../../contracts/recharges';
import { takeDocumentNumber } from '../../db/document-numbers';
import type { Transaction } from '../../db/pool';
import { findBeforeRequest, findRecharge, insertRecharge } from '../../db/recharges';
import { proformaInvoice } from '../../documents/proforma-invoice';
import { priceOf } from '../../domain/money';
import { actorOf, type Caller, type MoneySettings } from '../context';
import { refuse } from '../errors';
import { moneyProcedure } from '../trpc';

/** Asks for points: makes a proforma invoice, mails it, and waits for the payment. */
export const requestRecharge = moneyProcedure
  .meta({
    openapi: {
      method: 'POST',
      path: '/recharges/request',
      operationId: 'requestRecharge',
      tags: ['Balance'],
      summary: 'Ask for points, and get a proforma invoice',
      description:
        'Answers 201. The invoice is mailed to owners, admins and finance; the points are in the balance when the payment is confirmed. With an `Idempotency-Key` a repetition answers 200 with the same recharge, and 409 when it asks for something else.',
      requestHeaders: z.object({
        'Idempotency-Key': z.string().min(1).max(200).optional().meta({
          description: 'Your own unique key for this recharge: repeating the request asks once.',
        }),
      }),
      errorResponses: [400, 401, 403, 409, 422],
    },
  })
  .input(requestRechargeInput)
  .output(rechargeSchema)
  .mutation(async ({ ctx, input }) => {
    const { dispatcher, settings } = ctx.services;
    const requestKey = ctx.idempotencyKey;
    const { recharge, isNew } = await ctx.inCompany((tx) =>
      askOnce(tx, { request: input, caller: ctx.caller, requestKey, money: settings.money }),
    );
    if (isNew) dispatcher.wakeRecharge(recharge.id);
    else ctx.reply.headers['idempotency-replayed'] = 'true';
    ctx.reply.status = isNew ? 201 : 200;
    return recharge;
  });

async function askOnce(tx: Transaction, { request, caller, requestKey, money: rules }: Asked) {
  const companyId = caller.company.id;
  const before = await findBeforeRequest(tx, { companyId, requestKey });
  if (before.repeatedId !== null) {
    const recharge = await getOwn(tx, before.repeatedId);
    if (!isSameRequest(recharge, request)) return refuse('idempotency_key_reused');
    return { recharge, isNew: false };
  }
  if (before.open >= MOST_OPEN) return refuse('too_many_open_recharges');
  const money = priceOf(request.points, rules);
  if (money === undefined) return refuse('recharge_amount_out_of_range');
  const number = await takeDocumentNumber(tx, 'PI');
  const invoice = proformaInvoice({
    number,
    money,
    ...{ issuedAt: before.at, points: request.points, pointPrice: rules.pointPrice },
    expiresAt: new Date(before.at.getTime() + rules.rechargeExpirySeconds * 1_000),
    ...{ issuer: rules.issuer, paymentInstructions: rules.paymentInstructions },
    companyName: caller.company.name,
    note: request.note,
    billingReference: request.billingReference,
  });
  const id = await insertRecharge(tx, {
    ...{ companyId, request, money, requestKey, invoice, invoiceNumber: number },
    ...{ actor: actorOf(caller), at: before.at, expirySeconds: rules.rechargeExpirySeconds },
  });
  return { recharge: await getOwn(tx, id), isNew: true };
}

interface Asked {
  request: RequestRecharge;
  caller: Caller;
  requestKey: string | undefined;
  money: MoneySettings;
}

/** A company that needs more at once pays some first; a program that runs wild is stopped. */
const MOST_OPEN = 20;

async function getOwn(tx: Transaction, id: string) {
  return (await findRecharge(tx, id)) ?? refuse('not_found');
}

function isSameRequest(
  recharge: { points: number; note: string | null; billingReference: string | null },
  request: RequestRecharge,
): boolean {
  return (
    recharge.points === request.points &&
    recharge.note === (request.note ?? null) &&
    recharge.billingReference === (request.billingReference ?? null)
  );
}
