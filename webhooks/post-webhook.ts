import { lookup } from 'node:dns';
import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { hostOf } from './check-url';
import type { SignedWebhook } from './sign-webhook';

/**
 * The connections of one round of deliveries to an endpoint. The address that a name leads to is judged when
 * the connection is made, and that address is the one that is connected to: a name that leads elsewhere a
 * moment later gains nothing. Redirects are answers as others, and not followed.
 */
export function createWebhookPoster(
  target: string,
  { isAllowed, timeoutMilliseconds = TIMEOUT_MILLISECONDS }: PosterSettings,
): WebhookPoster {
  const url = new URL(target);
  const { Agent, request } = url.protocol === 'https:' ? https : http;
  const agent = new Agent({ keepAlive: true });
  const host = hostOf(url);
  // Node asks no `lookup` about what is an address already.
  const isRefused = isIP(host) !== 0 && !isAllowed(host);

  return {
    post: ({ body, headers }, stopped) =>
      new Promise((resolve) => {
        if (isRefused) return resolve({ error: NOT_PUBLIC });
        let isAnswered = false;
        const started = request(
          url,
          {
            ...{ agent, method: 'POST' },
            headers: { ...headers, 'content-length': Buffer.byteLength(body) },
            lookup: lookUpAllowed(isAllowed),
            signal: AbortSignal.any([AbortSignal.timeout(timeoutMilliseconds), stopped]),
          },
          (response) => {
            isAnswered = true;
            void readAnswer(response).then(resolve);
          },
        );
        started.on('error', (error) => {
          // The time can end while the body is read: the status is the answer all the same.
          if (!isAnswered) resolve({ error: describeError(error) });
        });
        started.end(body);
      }),
    close: () => agent.destroy(),
  };
}

export interface WebhookPoster {
  /**
   * One attempt. It always answers: what fails is said in `error`.
   *
   * @param stopped ends it when nobody waits for the answer any more.
   */
  post: (message: SignedWebhook, stopped: AbortSignal) => Promise<WebhookAnswer>;
  close: () => void;
}

export interface PosterSettings {
  /** Whether this IP address may be connected to: `isPublicAddress`, but in a network of one's own. */
  isAllowed: (address: string) => boolean;
  /** From the first byte sent to the last one read. */
  timeoutMilliseconds?: number;
}

export interface WebhookAnswer {
  httpStatus?: number;
  /** The beginning of the body. */
  response?: string;
  /** Why there is no answer. */
  error?: string;
}

/** The specification proposes 15 to 30 s; a receiver that works longer should answer first. */
const TIMEOUT_MILLISECONDS = 15_000;

/** Nobody but the endpoint's owner reads the answer, to see what is wrong. */
const SHOWN_CHARACTERS = 500;

/** What is read of it at all: more than is shown, since a character can take four bytes. */
const READ_BYTES = 4_096;

const NOT_PUBLIC = 'The address is not public: webhooks go to the public Internet only';

/** As `dns.lookup`, but only what is allowed. */
function lookUpAllowed(isAllowed: PosterSettings['isAllowed']): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, []);
      const allowed = addresses.filter(({ address }) => isAllowed(address));
      const [first] = allowed;
      if (first === undefined) return callback(new Error(NOT_PUBLIC), []);
      if (options.all === true) return callback(null, allowed);
      return callback(null, first.address, first.family);
    });
  };
}

/** The status counts, whatever becomes of the body. */
async function readAnswer(response: IncomingMessage): Promise<WebhookAnswer> {
  const parts: Buffer[] = [];
  let bytes = 0;
  let end = '';
  try {
    for await (const part of response as AsyncIterable<Buffer>) {
      parts.push(part);
      bytes += part.length;
      if (bytes > READ_BYTES) break;
    }
  } catch {
    // Cut off or too slow: what came of it is shown, and that it is not all.
    end = '…';
  }
  response.destroy();
  const text = Buffer.concat(parts).subarray(0, READ_BYTES).toString('utf8');
  return {
    ...(response.statusCode !== undefined && { httpStatus: response.statusCode }),
    // A NUL cannot be stored, and no other control character is worth showing.
    response: `${text.replaceAll(/[\p{Cc}\p{Cf}]+/gu, ' ').slice(0, SHOWN_CHARACTERS - 1)}${end}`,
  };
}

function describeError(error: Error & { code?: unknown }): string {
  if (error.message === NOT_PUBLIC) return NOT_PUBLIC;
  if (error.name === 'TimeoutError' || error.name === 'AbortError') {
    return 'No answer in time';
  }
  const code = typeof error.code === 'string' ? error.code : '';
  return (code === '' || error.message.includes(code) ? error.message : `${code}: ${error.message}`)
    .replaceAll(/[\p{Cc}\p{Cf}]+/gu, ' ')
    .slice(0, SHOWN_CHARACTERS);
}
