import type { ErrorBody } from '../../contracts/errors';
import { callTrpc } from './support-desk';

/**
 * Somebody with a browser: keeps the cookie that an answer sets, as pages do.
 *
 * @param credentials to sign in with; without them, nobody yet
 */
export async function signInPerson(
  url: string,
  credentials?: { email: string; password: string },
): Promise<PersonClient> {
  let cookie = '';
  const call = async <Data>(name: string, input: object, method: 'GET' | 'POST') => {
    const answer = await callTrpc(url, name, input, { cookie, method });
    cookie = answer.headers.get('set-cookie')?.split(';', 1)[0] ?? cookie;
    const body = (await answer.json()) as {
      result?: { data: Data };
      error?: { data: { error: ErrorBody } };
    };
    const { status, headers } = answer;
    return { status, headers, data: body.result?.data, error: body.error?.data.error };
  };
  const person: PersonClient = {
    call: <Data>(name: string, input: object = {}) => call<Data>(name, input, 'POST') as never,
    ask: <Data>(name: string, input: object = {}) => call<Data>(name, input, 'GET') as never,
  };
  if (credentials === undefined) return person;
  const { status } = await person.call('auth.signIn', credentials);
  if (status !== 200) throw new Error(`Signing in was answered with ${status}`);
  return person;
}

export interface PersonClient {
  /** A change. */
  call: <Data = unknown>(procedure: string, input?: object) => Promise<PersonAnswer<Data>>;
  /** A question. */
  ask: <Data = unknown>(procedure: string, input?: object) => Promise<PersonAnswer<Data>>;
}

interface PersonAnswer<Data> {
  status: number;
  headers: Headers;
  /** Of an answer of 200. */
  data: Data;
  /** Of any other. */
  error: ErrorBody | undefined;
}
