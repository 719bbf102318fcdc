import type {
  CreateDistributionInput,
  Distribution,
  DistributionWithTimeline,
  Reward,
} from '../../contracts/distributions';
import type { Draft } from '../../contracts/drafts';
import type { ErrorBody } from '../../contracts/errors';
import { waitFor } from './wait-for';

/**
 * The REST API as an integrator calls it: JSON and a key, nothing of our server's code. Any status
 * is an answer; the shorthands at the end throw when it is not the one that they promise.
 */
export function createApiClient({ url, apiKey }: { url: string; apiKey?: string }): ApiClient {
  async function request<Body>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<ApiResponse<Body>> {
    const isForm = body instanceof FormData;
    const response = await fetch(new URL(`/api/v1${path}`, url), {
      method,
      headers: {
        ...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }),
        ...(body === undefined || isForm ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      // A string goes out as it is, so that a test can send what is not JSON.
      ...(body === undefined ? {} : { body: isForm ? body : asText(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') === true;
    return {
      status: response.status,
      headers: response.headers,
      body: (isJson && text !== '' ? JSON.parse(text) : text) as Body,
    };
  }

  async function get<Body>(path: string): Promise<Body> {
    return expectStatus(await request<Body>('GET', path), 200, `GET ${path}`);
  }

  return {
    request,
    send: (distribution, idempotencyKey) =>
      request(
        'POST',
        '/distributions',
        distribution,
        idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey },
      ),
    upload: (fileName, content, fields = {}) => {
      const form = new FormData();
      for (const [name, value] of Object.entries(fields)) form.set(name, value);
      form.set('file', new Blob([content]), fileName);
      return request('POST', '/uploads', form);
    },
    download: async (path) => {
      const headers = { authorization: `Bearer ${apiKey}` };
      const response = await fetch(new URL(`/api/v1${path}`, url), { headers });
      if (!response.ok) throw new Error(`GET ${path} answered ${response.status}`);
      return Buffer.from(await response.arrayBuffer());
    },
    getDistribution: (id) => get(`/distributions/${id}`),
    getReward: (id) => get(`/rewards/${id}`),
    getBalance: () => get('/balance'),
    waitForDistribution: async (id, status, timeoutMilliseconds) => {
      let last: DistributionWithTimeline | undefined;
      return waitFor(
        `distribution ${id} to be ${status}`,
        async () => {
          last = await get<DistributionWithTimeline>(`/distributions/${id}`);
          return last.status === status && last;
        },
        { timeoutMilliseconds, lastSeen: () => last },
      );
    },
  };
}

export interface ApiClient {
  /** @param path below /api/v1, beginning with a slash. */
  request<Body = unknown>(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<ApiResponse<Body>>;
  send(
    distribution: Partial<CreateDistributionInput>,
    idempotencyKey?: string,
  ): Promise<ApiResponse<Distribution>>;
  upload(
    fileName: string,
    content: string | Uint8Array,
    fields?: Record<string, string>,
  ): Promise<ApiResponse<Draft>>;
  download(path: string): Promise<Buffer>;
  getDistribution(id: string): Promise<DistributionWithTimeline>;
  getReward(id: string): Promise<Reward>;
  getBalance(): Promise<{ balance: number; held: number }>;
  waitForDistribution(
    id: string,
    status: Distribution['status'],
    timeoutMilliseconds?: number,
  ): Promise<DistributionWithTimeline>;
}

export interface ApiResponse<Body> {
  status: number;
  headers: Headers;
  /** The parsed JSON, or the text of an answer that is none. */
  body: Body;
}

/** Every refusal of the API has this body. */
export interface ApiError {
  error: ErrorBody;
}

function expectStatus<Body>(response: ApiResponse<Body>, status: number, call: string): Body {
  if (response.status === status) return response.body;
  throw new Error(`${call} answered ${response.status}: ${JSON.stringify(response.body)}`);
}

function asText(body: unknown): string {
  return typeof body === 'string' ? body : JSON.stringify(body);
}
