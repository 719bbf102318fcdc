import type { Server, ServerResponse } from 'node:http';

/**
 * Makes a server one that can be closed in time. Requests under way are answered, for a few seconds; idle
 * connections are not waited for, and streams of events, which a page may keep open for months, are cut:
 * a browser opens them again, where a new process answers.
 *
 * @returns the closing of `server`; it ends within the grace.
 */
export function closeInTime(
  server: Server,
  graceMilliseconds = GRACE_MILLISECONDS,
): () => Promise<void> {
  const open = new Set<ServerResponse>();
  server.on('request', (_request, response: ServerResponse) => {
    open.add(response);
    response.once('close', () => open.delete(response));
  });
  return () =>
    new Promise((resolve) => {
      const late = setTimeout(() => server.closeAllConnections(), graceMilliseconds);
      server.close(() => {
        clearTimeout(late);
        resolve();
      });
      server.closeIdleConnections();
      for (const response of open) {
        if (isStream(response)) response.destroy();
        // A connection that is kept alive would wait for another request.
        else if (!response.headersSent) response.setHeader('Connection', 'close');
      }
    });
}

/** With what follows (the starts that wait, the worker's own grace) it stays within 15 s. */
const GRACE_MILLISECONDS = 5_000;

function isStream(response: ServerResponse): boolean {
  return String(response.getHeader('content-type') ?? '').startsWith('text/event-stream');
}
