import { randomUUID } from 'node:crypto';
import type { PlaceOrderInput } from '../../contracts/orders';
import { account, postTransfers } from '../../db/ledger';
import { hashToken } from '../../db/link-tokens';
import { type PlaceOutcome, placeOrder } from '../../db/place-order';
import { type Database, rowsOf } from '../../db/pool';
import { createWalletLink } from '../../db/wallets';
import { makeCompany, rechargeOf, type TestCompany } from './company';
import { callTrpc } from './support-desk';
import type { ErrorBody } from '../../contracts/errors';

/** As a page sends it. */
export const TYPED_ADDRESS = {
  name: 'Asha Rao',
  line1: '12 MG Road',
  city: 'Bengaluru',
  region: 'Karnataka',
  postalCode: '560001',
  country: 'IN',
  phone: '098765 43210',
};

const ADDRESS = { ...TYPED_ADDRESS, line2: null, phone: '+919876543210' };

/** Somebody with points to spend. */
export async function makeBuyer(db: Database, points: number): Promise<Buyer> {
  const email = `buyer-${randomUUID()}@orders.example`;
  const company = await makeCompany(db, { balance: 1_000_000, recipients: [email] });
  const recipientId = company.recipientIds[email]!;
  await db.transaction(async (tx) => {
    const held = { kind: 'company_hold', ownerId: company.id } as const;
    const key = randomUUID();
    const move = { points, companyId: company.id };
    await postTransfers(tx, [rechargeOf(company.id, points, `recharge/buyer/${key}`)]);
    await postTransfers(tx, [
      {
        ...move,
        businessKey: `hold/b/${key}`,
        kind: 'hold',
        from: account.balanceOf(company.id),
        to: held,
      },
    ]);
    await postTransfers(tx, [
      {
        ...move,
        businessKey: `credit/b/${key}`,
        kind: 'credit',
        from: held,
        to: account.walletOf(recipientId),
      },
    ]);
  });
  return { company, email, recipientId };
}

export interface Buyer {
  company: TestCompany;
  email: string;
  recipientId: string;
}

export async function makeGoods(
  db: Database,
  { name = 'Water bottle', pricePoints = 100, variants = [] as string[] } = {},
): Promise<string> {
  const [goods] = await rowsOf<{ id: string }>(
    db,
    `INSERT INTO goods (name, description, price_points, variants, is_available)
     VALUES (?, 'Good', ?, ?, true) RETURNING id`,
    [name, pricePoints, variants],
  );
  return goods!.id;
}

/** Straight at the database, for tests in which the API is not the point. */
export async function place(
  db: Database,
  buyer: Buyer,
  goodsId: string,
  changes: Partial<PlaceOrderInput> = {},
): Promise<PlaceOutcome> {
  return placeOrder(db, {
    recipientId: buyer.recipientId,
    requestHash: 'hash',
    idempotencyKey: randomUUID(),
    items: [{ goodsId, quantity: 1 }],
    expectedPoints: 100,
    address: ADDRESS,
    ...changes,
  });
}

export async function placeOne(db: Database, buyer: Buyer, goodsId: string): Promise<string> {
  const placed = await place(db, buyer, goodsId);
  if (!('orderId' in placed)) throw new Error(`Not placed: ${placed.outcome}`);
  return placed.orderId;
}

/** @returns the token of a link that signs a recipient in, without its mail. */
export async function makeWalletLink(db: Database, recipientId: string): Promise<string> {
  const token = randomUUID();
  await createWalletLink(db, recipientId, { tokenHash: hashToken(token), minutes: 15 });
  return token;
}

/** A recipient who is signed in by a mailed link, as the pages call. */
export async function signInBuyer(
  api: { url: string; platformDb: Database },
  buyer: Buyer,
): Promise<{ call: TrpcCaller; cookie: string }> {
  const token = await makeWalletLink(api.platformDb, buyer.recipientId);
  const signedIn = await fetch(`${api.url}/wallet/sign-in/${token}`, {
    method: 'POST',
    redirect: 'manual',
  });
  const cookie = signedIn.headers.get('set-cookie')!.split(';', 1)[0]!;
  const call: TrpcCaller = async (operation, input = {}, method = 'POST') => {
    const answer = await callTrpc(api.url, operation, input, { cookie, method });
    const body = (await answer.json()) as {
      result?: { data: never };
      error?: { data: { error: ErrorBody } };
    };
    return {
      status: answer.status,
      data: body.result?.data as never,
      error: body.error?.data.error,
    };
  };
  return { call, cookie };
}

export type TrpcCaller = <Data = Record<string, unknown>>(
  operation: string,
  input?: object,
  method?: 'GET' | 'POST',
) => Promise<{ status: number; data: Data; error: ErrorBody | undefined }>;
