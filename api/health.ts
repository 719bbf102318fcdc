import { Router } from 'express';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';

export interface Health {
  isDatabaseReady: () => Promise<boolean>;
  isTemporalReady: () => Promise<boolean>;
  /** Distributions and signals that wait to be handed to Temporal. */
  waitingForTemporal: () => number;
}

/** Alive, ready, and figures: for load balancers, supervisors and Prometheus. */
export function createHealthRouter(health: Health): Router {
  const router = Router();
  const registry = createMetrics(health);
  router.get('/healthz', (_request, response) => void response.json({ status: 'alive' }));
  router.get('/readyz', async (_request, response) => {
    const [database, temporal] = await Promise.all([
      health.isDatabaseReady(),
      health.isTemporalReady(),
    ]);
    const ready = database && temporal;
    response
      .status(ready ? 200 : 503)
      .json({ status: ready ? 'ready' : 'not ready', database, temporal });
  });
  router.get('/metrics', async (_request, response) => {
    response.type(registry.contentType).send(await registry.metrics());
  });
  return router;
}

function createMetrics(health: Health): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: 'bestow_waiting_for_temporal',
    help: 'Accepted distributions and signals that this process has not handed to Temporal yet',
    registers: [registry],
    collect() {
      this.set(health.waitingForTemporal());
    },
  });
  return registry;
}
