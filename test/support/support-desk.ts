import { hash } from '@node-rs/argon2';
import type { SupportTicket } from '../../contracts/support';
import type { ErrorBody } from '../../contracts/errors';
import { type Database, rowsOf } from '../../db/pool';

/** A person of support, signed in, as the console calls. */
export async function signInAgent(
  api: { url: string; platformDb: Database },
  name: string,
  role: 'agent' | 'lead' | 'finance' = 'agent',
): Promise<TestAgent> {
  const email = `${name.toLowerCase()}@support.example`;
  const [agent] = await rowsOf<{ id: string }>(
    api.platformDb,
    `INSERT INTO support_agents (email, email_key, name, role, password_hash)
     VALUES (?, ?, ?, ?, ?) RETURNING id`,
    [email, email, name, role, await hash(PASSWORD)],
  );
  // Support signs in at its console; finance, which has none of it, where everybody does.
  const signIn = role === 'finance' ? 'auth.signIn' : 'support.signIn';
  const signedIn = await callTrpc(api.url, signIn, { email, password: PASSWORD });
  const cookie = signedIn.headers.get('set-cookie')!.split(';', 1)[0]!;
  const call: TestAgent['call'] = async (operation, input, method = 'POST') => {
    const answer = await callTrpc(api.url, `support.${operation}`, input, { cookie, method });
    const body = (await answer.json()) as TrpcBody;
    return { status: answer.status, data: body.result?.data, error: body.error?.data.error };
  };
  return {
    id: agent!.id,
    cookie,
    call,
    see: async (id) => (await call('ticket', { id }, 'GET')).data as SupportTicket,
    act: async (operation, id, input = {}) => {
      const { version } = (await call('ticket', { id }, 'GET')).data as SupportTicket;
      const reason = 'The customer asked for it';
      return call(operation, { id, version, reason, ...input });
    },
  };
}

export interface TestAgent {
  id: string;
  cookie: string;
  call: (operation: string, input: object, method?: 'GET' | 'POST') => Promise<Called>;
  see: (ticketId: string) => Promise<SupportTicket>;
  /** Acts on a ticket as it is now. */
  act: (operation: string, ticketId: string, input?: object) => Promise<Called>;
}

interface Called {
  status: number;
  data: unknown;
  error: ErrorBody | undefined;
}

interface TrpcBody {
  result?: { data: unknown };
  error?: { data: { error: ErrorBody } };
}

const PASSWORD = 'correct horse battery staple';

export function callTrpc(
  url: string,
  procedure: string,
  input: object,
  options: { cookie?: string; authorization?: string; method?: 'GET' | 'POST' } = {},
): Promise<Response> {
  const { cookie, authorization, method = 'POST' } = options;
  const query = method === 'GET' ? `?input=${encodeURIComponent(JSON.stringify(input))}` : '';
  return fetch(`${url}/trpc/${procedure}${query}`, {
    method,
    headers: {
      ...(cookie !== undefined && { cookie }),
      ...(authorization !== undefined && { authorization }),
      ...(method === 'POST' && { 'content-type': 'application/json' }),
    },
    ...(method === 'POST' && { body: JSON.stringify(input) }),
  });
}
