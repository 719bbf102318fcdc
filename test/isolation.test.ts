import type { TRPCError } from '@trpc/server';
import { z } from 'zod';
import { listOperations } from '../api/rest';
import { appRouter } from '../api/router';
import type { Caller, Context } from '../api/context';
import { createApiKeyFinder } from '../db/credentials';
import { rowsOf, withCompany } from '../db/pool';
import { type CompanyPermission, companyPermissions, mayDo } from '../domain/permissions';
import { useCleanUp } from './support/clean-up';
import {
  makeCompany,
  openTestDatabases,
  startTestApi,
  type TestApi,
  type TestCompany,
  type TestDatabases,
} from './support/company';

/**
 * Every operation that takes an id answers another company's id with `not_found`. The router is
 * walked, so a new operation is covered when it is written; one with an id of a new kind fails here
 * until `foreignIds` says where such an id comes from.
 */
const cleanUp = useCleanUp();
let databases: TestDatabases;
let api: TestApi;
let acme: TestCompany;
let globex: TestCompany;
/** Ids of Acme's things, by the procedure's folder or by the field's name. */
let foreignIds: Record<string, string>;
/** By company: who calls what no key may. */
let owners: Map<string, Caller>;

beforeAll(async () => {
  databases = await openTestDatabases(cleanUp);
  api = await startTestApi(cleanUp, databases);
  acme = await makeCompany(databases.platformDb, {
    balance: 100,
    recipients: ['a@acme.example'],
    admin: { email: 'admin@acme.example', password: 'p' },
  });
  globex = await makeCompany(databases.platformDb, {
    balance: 100,
    admin: { email: 'admin@globex.example', password: 'p' },
  });
  owners = new Map(
    await Promise.all(
      [acme, globex].map(async ({ id, name }): Promise<[string, Caller]> => {
        const [owner] = await rowsOf<{ id: string }>(
          databases.platformDb,
          'SELECT id FROM admins WHERE company_id = ?',
          [id],
        );
        const settings = {
          ...{ country: 'IN', mobileRequired: false, timeZone: 'UTC', approvalLimit: null },
        };
        const company = { id, name, ...settings };
        return [id, { kind: 'admin', id: owner!.id, name: 'Owner', role: 'owner', company }];
      }),
    ),
  );
  const sent = await api.as(acme).send({
    recipients: [{ name: 'Secret Person', email: 'a@acme.example', points: 10 }],
  });
  const [reward] = sent.body.rewards;
  const stranger = { name: 'Secret Person', email: 'secret@strangers.example', points: 1 };
  await api.as(acme).send({ recipients: [stranger], dryRun: true });
  const file = 'Name,E-mail,Points\nSecret Person,a@acme.example,10';
  const draft = await api.as(acme).upload('secret.csv', file);
  await databases.platformDb.raw(
    `INSERT INTO retried_rows (company_id, reference, distribution_id) VALUES (?, 'x', ?)`,
    [acme.id, sent.body.id],
  );
  const [campaign] = await withCompany(databases.companyDb, acme.id, (tx) =>
    rowsOf<{ id: string }>(
      tx,
      `WITH image AS (
        INSERT INTO images (company_id, sha256, media_type, width, height, content, created_by)
        VALUES (current_company_id(), sha256('x'), 'image/png', 1, 1, 'x', 'test')
      ), campaign AS (
        INSERT INTO campaigns (company_id, name_key, version, created_by)
        VALUES (current_company_id(), 'secret', 1, 'test') RETURNING id
      )
      INSERT INTO campaign_versions (campaign_id, company_id, version, name, subject, heading, message,
        button_text, sender_name, colour, created_by)
      SELECT id, current_company_id(), 1, 'Secret', 'S', 'S', 'S', '', '', '#000000', 'test' FROM campaign
      RETURNING campaign_id AS id`,
    ),
  );
  const ticket = await api.as(acme).request<{ id: string }>('POST', '/tickets', {
    subject: 'Secret subject',
    text: 'Secret text',
    distributionId: sent.body.id,
    rewardIds: [reward!.id],
  });
  const [resend] = await rowsOf<{ id: string }>(
    databases.platformDb,
    `WITH request AS (
       INSERT INTO resend_requests (company_id, idempotency_key, request_hash, issues)
       VALUES (?, 'secret', sha256('resend'), '[]') RETURNING id, company_id
     )
     INSERT INTO resends (company_id, reward_id, n, send_at, requested_by, request_id)
     SELECT company_id, ?, 1, now() + interval '1 day', 'test', id FROM request RETURNING id`,
    [acme.id, reward!.id],
  );
  const asked = await api
    .as(acme)
    .request<{ id: string }>('POST', '/recharges/request', { points: 5 });
  const [key] = await rowsOf<{ id: string }>(
    databases.platformDb,
    `INSERT INTO api_keys (company_id, name, prefix, key_hash)
     VALUES (?, 'Secret', 'bst_x', sha256('isolation')) RETURNING id`,
    [acme.id],
  );
  const [invitation] = await rowsOf<{ id: string }>(
    databases.platformDb,
    `INSERT INTO admin_invitations (company_id, email, email_key, role, token_hash, invited_by, expires_at)
     VALUES (?, 's@acme.example', 's@acme.example', 'viewer', sha256('invited'), 'test', now())
     RETURNING id`,
    [acme.id],
  );
  foreignIds = {
    'webhooks.id': WEBHOOK_ID,
    deliveryId: DELIVERY_ID,
    'keys.id': key!.id,
    'team.id': owners.get(acme.id)!.id,
    invitationId: invitation!.id,
    'recharges.id': asked.body.id,
    'distributions.id': sent.body.id,
    'rewards.id': reward!.id,
    'campaigns.id': campaign!.id,
    'drafts.id': draft.body.id,
    'tickets.id': ticket.body.id,
    'resends.id': resend!.id,
    'recipients.id': acme.recipientIds['a@acme.example']!,
    distributionId: sent.body.id,
    rewardId: reward!.id,
    recipientId: acme.recipientIds['a@acme.example']!,
    companyId: acme.id,
  };
});

const WEBHOOK_ID = '01930f0e-7b1c-7c3a-9a52-0f4f6d2f0a21';
const DELIVERY_ID = '01930f0e-7b1c-7c3a-9a52-0f4f6d2f0a22';

/** One of the operations deletes it: it is there again for the next. */
beforeEach(async () => {
  await databases.platformDb.raw(
    `WITH endpoint AS (
       INSERT INTO webhook_endpoints (id, company_id, url, description, secret, created_by)
       VALUES (:id, :company, 'https://secret.example/Secret', 'Secret', 'sealed', 'test')
       ON CONFLICT (id) DO UPDATE SET status = 'enabled', disabled_reason = NULL RETURNING id, company_id
     ), event AS (
       INSERT INTO webhook_events (id, company_id, type, data)
       SELECT :event, company_id, 'webhook.test', '{}' FROM endpoint
       ON CONFLICT (id) DO NOTHING
     )
     INSERT INTO webhook_deliveries (id, company_id, event_id, endpoint_id)
     SELECT :delivery, company_id, :event, id FROM endpoint
     ON CONFLICT (id) DO NOTHING`,
    { id: WEBHOOK_ID, company: acme.id, event: DELIVERY_ID, delivery: DELIVERY_ID },
  );
});

/**
 * The caller's own reference is no id of ours. What a thing refers to is refused by an issue that
 * names the field (api/campaigns/campaigns.test.ts), as any other wrong value of it.
 */
const OTHER_IDS = new Set(['externalId', 'campaignId']);

/** What an operation needs besides ids before it looks whose they are. */
const OTHER_FIELDS: Record<string, object> = {
  'campaigns.update': {
    version: 1,
    name: 'Secret',
    content: { subject: 'S', heading: 'H', message: 'M' },
  },
  'distributions.reject': { note: 'No' },
  'distributions.reschedule': { sendAt: new Date(Date.now() + 3_600_000).toISOString() },
  'drafts.update': { version: 1 },
  'drafts.updateRow': { version: 1, row: 2 },
  'drafts.removeRows': { version: 1, rows: [2] },
  'drafts.restoreRows': { version: 1, rows: [2] },
  'drafts.distribute': { version: 1 },
  'recipients.setTimeZone': { timeZone: 'Asia/Kolkata' },
  'team.changeRole': { role: 'viewer' },
  'webhooks.redeliverFailed': { since: '2026-01-01T00:00:00Z' },
};

/** Operations for no company: their ids are of any company, and no company may call them. */
const OF_PLATFORM_STAFF: ReadonlySet<string> = new Set(['recharges.create']);

/**
 * Of the platform's support and finance, of a recipient's session, or a person's own (which is
 * nobody else's of the same company either): tested where they are.
 */
const OF_OTHER_SESSIONS = /^(support|catalogue|finance|recipientOrders|auth)\./;

const procedures = listProcedures();
const withIds = procedures.filter(
  ({ name, ids }) =>
    ids.length > 0 && !OF_PLATFORM_STAFF.has(name) && !OF_OTHER_SESSIONS.test(name),
);

test('the walk sees procedures with and without ids', () => {
  expect(withIds.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['distributions.get', 'distributions.rewards', 'rewards.get']),
  );
  expect(procedures.map(({ name }) => name)).toContain('distributions.create');
});

test.each(withIds)(
  '$name: an id of another company is not found',
  async ({ name, ids, schema }) => {
    const input = inputWith(name, ids, schema);
    // The id is one that exists: its owner is not told that it does not.
    expect(await codeOf(name, input, acme)).not.toBe('NOT_FOUND');
    expect(await codeOf(name, input, globex)).toBe('NOT_FOUND');
  },
);

test.each([...OF_PLATFORM_STAFF])('%s is refused to every company', async (name) => {
  for (const company of [acme, globex]) {
    const input = { companyId: acme.id, points: 1, paymentReference: 'isolation' };
    expect(await codeOf(name, input, company)).toBe('FORBIDDEN');
  }
});

const addressed = listOperations().filter(
  ({ name, path }) => path.includes('{') && !OF_OTHER_SESSIONS.test(name),
);

test.each(addressed)(
  '$method $path: an id of another company is 404',
  async ({ name, method, path }) => {
    const filled = path
      .replace('{row}', '2')
      .replaceAll(/\{(\w+)\}/g, (_, field: string) => foreignIdOf(name, field));
    const body = method === 'GET' ? undefined : (OTHER_FIELDS[name] ?? {});
    const foreign = await api.as(globex).request(method, filled, body);
    expect(foreign.status).toBe(404);
    expect(foreign.body).toMatchObject({ error: { code: 'not_found' } });
    expect(JSON.stringify(foreign.body)).not.toContain('Secret');
    expect((await api.as(acme).request(method, filled, body)).status).not.toBe(404);
  },
);

test('lists and balance of one company show nothing of another', async () => {
  const lists = listOperations().filter(
    ({ method, path }) => method === 'GET' && !path.includes('{'),
  );
  expect(lists.length).toBeGreaterThan(0);
  for (const { path } of lists) {
    const { body } = await api.as(globex).request('GET', path);
    for (const id of Object.values(foreignIds)) expect(JSON.stringify(body)).not.toContain(id);
  }
});

test('the role of the API sees no row of another company in any table', async () => {
  // An uneventful reward has no events: one is made, so that this table too has something to hide.
  await databases.platformDb.raw(
    `INSERT INTO reward_events (reward_id, company_id, event)
     SELECT id, company_id, 'email_deferred' FROM rewards WHERE company_id = ? LIMIT 1`,
    [acme.id],
  );
  await databases.platformDb.raw(
    `INSERT INTO distribution_events (distribution_id, company_id, event, actor, plan_after)
     SELECT id, company_id, 'funded', 'system', '{}' FROM distributions WHERE company_id = ? LIMIT 1`,
    [acme.id],
  );
  await databases.platformDb.raw('INSERT INTO balance_alerts (company_id, points) VALUES (?, 1)', [
    acme.id,
  ]);
  await databases.platformDb.raw(
    `INSERT INTO recharges (company_id, points, payment_reference, created_by)
     VALUES (?, 1, 'isolation', 'test')`,
    [acme.id],
  );
  await databases.platformDb.raw(
    `INSERT INTO approvals (distribution_id, company_id, limit_points, was_held)
     SELECT id, company_id, 0, true FROM distributions WHERE company_id = ? LIMIT 1`,
    [acme.id],
  );
  await databases.platformDb.raw(
    `INSERT INTO audit_records (company_id, actor_kind, actor_id, action, before, after)
     VALUES (?, 'admin', 'isolation', 'change_company', '{}', '{}')`,
    [acme.id],
  );
  await databases.platformDb.raw(
    `INSERT INTO admin_invitations (company_id, email, email_key, role, token_hash, invited_by, expires_at)
     VALUES (?, 'i@acme.example', 'i@acme.example', 'viewer', sha256('isolation'), 'test', now())`,
    [acme.id],
  );
  const tables = await rowsOf<{ name: string; readable: boolean }>(
    databases.platformDb,
    `SELECT c.oid::regclass::text AS name, has_table_privilege('bestow_api', c.oid, 'SELECT') AS readable
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'company_id'
     WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace`,
  );
  expect(tables.length).toBeGreaterThan(6);
  for (const { name, readable } of tables.filter((table) => table.readable)) {
    const count = `SELECT count(*)::int AS rows FROM ${name} WHERE company_id = '${acme.id}'`;
    const seenBy = (companyId: string) =>
      withCompany(databases.companyDb, companyId, (tx) => rowsOf<{ rows: number }>(tx, count));
    expect([name, readable, (await seenBy(acme.id))[0]!.rows > 0]).toEqual([name, true, true]);
    expect([name, await seenBy(globex.id)]).toEqual([name, [{ rows: 0 }]]);
    // Without a company in the transaction there is nothing at all.
    expect(await rowsOf(databases.companyDb, count)).toEqual([{ rows: 0 }]);
  }
});

test('the role of the API writes no row for another company', async () => {
  const write = (sql: string) => withCompany(databases.companyDb, globex.id, (tx) => tx.raw(sql));
  await expect(
    write(`INSERT INTO distributions (company_id, method, status, request_hash, if_unregistered,
      created_by, recipients, points) VALUES ('${acme.id}', 'api', 'accepted', '', 'invite', 'x', 1, 0)`),
  ).rejects.toMatchObject({ code: '42501' });
  const renamed = await write(`UPDATE rewards SET name = 'taken over'`);
  expect(renamed).toMatchObject({ rowCount: 0 });
});

function listProcedures() {
  const all = appRouter._def.procedures as unknown as Record<
    string,
    { _def: { type: 'query' | 'mutation'; inputs: z.ZodType[] } }
  >;
  return Object.entries(all).map(([name, { _def }]) => {
    const [schema = z.strictObject({})] = _def.inputs;
    const { properties = {} } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
    const ids = Object.keys(properties).filter(
      (field) => /^id$|Ids?$/.test(field) && !OTHER_IDS.has(field),
    );
    return { name, type: _def.type, ids, schema };
  });
}

/** An input in which every id is Acme's and everything else is as small as the schema lets it be. */
function inputWith(name: string, ids: readonly string[], schema: z.ZodType): unknown {
  const { properties = {} } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  const filled = Object.fromEntries(
    ids.map((field) => {
      const isList = (properties[field] as { type?: string }).type === 'array';
      const foreign = foreignIdOf(name, field.replace(/Ids$/, 'Id'));
      return [field, isList ? [foreign] : foreign];
    }),
  );
  return { ...OTHER_FIELDS[name], ...filled };
}

function foreignIdOf(name: string, field: string): string {
  const folder = name.split('.')[0]!;
  const id = foreignIds[field === 'id' ? `${folder}.id` : field];
  if (id !== undefined) return id;
  throw new Error(`${name} takes "${field}": tell foreignIds how to get one of another company`);
}

function permissionOf(name: string): CompanyPermission | undefined {
  const all = appRouter._def.procedures as unknown as Record<
    string,
    { _def: { meta?: { permission?: string } } }
  >;
  const permission = all[name]!._def.meta?.permission;
  return companyPermissions.find((known) => known === permission);
}

function isStream(answer: unknown): answer is AsyncIterator<unknown> {
  return typeof answer === 'object' && answer !== null && Symbol.asyncIterator in answer;
}

async function codeOf(name: string, input: unknown, company: TestCompany): Promise<string> {
  const found = await createApiKeyFinder(databases.platformDb)(company.apiKey);
  const byKey: Caller = { kind: 'api_key', role: 'integrator', ...found! };
  const permission = permissionOf(name);
  const isForPeople = permission !== undefined && !mayDo('integrator', permission);
  const context: Context = {
    services: api.services,
    // As an owner where no key may: else it is refused before it looks whose the id is.
    caller: isForPeople ? owners.get(company.id) : byKey,
    agent: undefined,
    requestId: 'isolation',
    idempotencyKey: undefined,
    reply: { headers: {} },
    session: undefined,
    clientAddress: '127.0.0.1',
  };
  const callers = appRouter.createCaller(context) as unknown as Record<
    string,
    Record<string, (input: unknown) => Promise<unknown>>
  >;
  const [folder, operation] = name.split('.');
  try {
    const answer = await callers[folder!]![operation!]!(input);
    // A subscription looks when its first event is asked for.
    if (isStream(answer)) await answer.next();
    return 'OK';
  } catch (error) {
    return (error as TRPCError).code;
  }
}
