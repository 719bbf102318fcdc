import { once } from 'node:events';
import { type Request, type RequestHandler, Router } from 'express';
import { id } from '../../contracts/distributions';
import { findProgress } from '../../db/find-progress';
import { withCompany } from '../../db/pool';
import type { Context } from '../context';
import { Refusal } from '../errors';
import { requireCaller } from '../require-caller';
import { watchProgress } from './watch-progress';

/**
 * `GET /distributions/{id}/progress`: progress as server-sent events (HTML Standard, section 9.2),
 * each with the data of `progressSchema`; the last one is named `end`.
 */
export function createProgressRouter(options: {
  createContext: (request: Request) => Promise<Context>;
  readSession: RequestHandler;
}): Router {
  const router = Router();
  const { createContext, readSession } = options;
  router.get('/distributions/:id/progress', readSession, async (request, response) => {
    const { services, caller } = requireCaller(await createContext(request), 'distributions.view');
    const distributionId = id.safeParse(request.params['id']).data;
    if (distributionId === undefined) throw new Refusal('not_found');
    const companyId = caller.company.id;
    const known = await withCompany(services.companyDb, companyId, (tx) =>
      findProgress(tx, distributionId),
    );
    if (known === undefined) throw new Refusal('not_found');
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    response.writeHead(200, {
      'Content-Type': 'text/event-stream',
      'Cache-Control': 'no-store',
      // Proxies of the nginx kind would hold the events back.
      'X-Accel-Buffering': 'no',
    });
    // A proxy ends a connection on which nothing comes for a minute.
    const heartbeat = setInterval(() => response.write(': still here\n\n'), HEARTBEAT_MILLISECONDS);
    try {
      const { signal } = gone;
      for await (const progress of watchProgress(services, companyId, distributionId, signal)) {
        const ready = response.write(`event: progress\ndata: ${JSON.stringify(progress)}\n\n`);
        if (!ready) await Promise.race([once(response, 'drain'), once(response, 'close')]);
      }
      response.end('event: end\ndata: {}\n\n');
    } finally {
      clearInterval(heartbeat);
    }
  });
  return router;
}

const HEARTBEAT_MILLISECONDS = 15_000;
