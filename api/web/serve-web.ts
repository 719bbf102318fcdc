import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type Request, type Response, Router } from 'express';
import type { WebPage } from '../../contracts/web';
import { webSections } from '../../contracts/web';
import type { Services } from '../context';
import { Refusal } from '../errors';

/**
 * The front end that Vite built: its page for every path of `webSections`, and its files under
 * /app/. The page carries what it must know before any call succeeds, and a nonce for the styles that
 * Mantine writes; scripts come from files of ours alone.
 */
export function createWebRouter(services: Services): Router {
  const router = Router();
  router.get('/app/*file', sendAsset);
  const paths = webSections.flatMap((section) =>
    section === '' ? ['/'] : [`/${section}`, `/${section}/*rest`],
  );
  router.get(paths, (_request, response) => sendWebPage(services, response));
  return router;
}

/** Answers with the application, which then shows the page of this path. */
export function sendWebPage({ settings }: Services, response: Response): void {
  const { publicUrl, supportEmail, supportWhatsapp: whatsapp } = settings;
  sendPage(response, { publicUrl, supportEmail, whatsapp, helpUrl: `${publicUrl}/help` });
}

function sendPage(response: Response, page: WebPage): void {
  const nonce = randomBytes(NONCE_BYTES).toString('base64');
  response.set({
    'Cache-Control': 'no-store',
    'Content-Security-Policy': contentSecurityPolicy(nonce, page.publicUrl.startsWith('https:')),
    // Recipients' links and reset links carry secrets in their addresses.
    'Referrer-Policy': 'same-origin',
  });
  response.type('html').send(
    readPage()
      .replace('%BESTOW_PAGE%', () => escapeAttribute(JSON.stringify({ ...page, nonce })))
      .replace('%BESTOW_SUPPORT_EMAIL%', () => escapeAttribute(page.supportEmail)),
  );
}

/** 128 bits: https://www.w3.org/TR/CSP3/#security-nonces */
const NONCE_BYTES = 16;

/**
 * No inline script and no eval. `style-src-attr` has 'unsafe-inline' because Mantine sets variables in
 * style attributes; a style element needs the nonce. `frame-src 'none'` does not concern the preview
 * of a mail, which is a srcdoc: it inherits this policy, and its links lead nowhere.
 */
function contentSecurityPolicy(nonce: string, isHttps: boolean): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-src 'none'",
    "frame-ancestors 'none'",
    ...(isHttps ? ['upgrade-insecure-requests'] : []),
  ].join('; ');
}

function sendAsset(request: Request, response: Response): void {
  const name = decodeURI(request.path).slice('/app/'.length);
  const folder = path.join(WEB_FOLDER, 'app');
  // Names are of Vite's making; what looks otherwise is none of ours.
  if (!ASSET_NAME.test(name) || !existsSync(path.join(folder, name)))
    throw new Refusal('not_found');
  // Asked for both, Express takes what the browser names first, which is gzip; brotli is a seventh less.
  const encoding = request.acceptsEncodings('br') || request.acceptsEncodings('gzip');
  const suffix = encoding === 'br' ? '.br' : encoding === 'gzip' ? '.gz' : '';
  const isCompressed = suffix !== '' && existsSync(path.join(folder, name + suffix));
  response.type(path.extname(name));
  response.set('Vary', 'Accept-Encoding');
  if (isCompressed) response.set('Content-Encoding', String(encoding));
  response.sendFile(isCompressed ? name + suffix : name, {
    root: folder,
    immutable: HASHED.test(name),
    maxAge: HASHED.test(name) ? YEAR_MILLISECONDS : HOUR_MILLISECONDS,
  });
}

const ASSET_NAME = /^[\w.-]+\.(js|css|svg|png|webp|woff2)$/;
/** Vite puts a hash of the content into the name of what it builds. */
const HASHED = /-[\w-]{8}\.\w+$/;
const YEAR_MILLISECONDS = 365 * 86_400_000;
const HOUR_MILLISECONDS = 3_600_000;

/** dist/web, seen from dist/api/web and (in tests) from api/web. */
const WEB_FOLDER = [
  path.join(__dirname, '..', '..', 'web'),
  path.join(__dirname, '..', '..', 'dist', 'web'),
].find((folder, index, folders) => index === folders.length - 1 || isBuilt(folder)) as string;

function isBuilt(folder: string): boolean {
  return existsSync(path.join(folder, '.stamp'));
}

let builtPage: string | undefined;

/** @throws Error when the front end was not built. */
function readPage(): string {
  builtPage ??= readFileSync(path.join(WEB_FOLDER, 'index.html'), 'utf8');
  return builtPage;
}

function escapeAttribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
