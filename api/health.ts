import { Router } from 'express';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { Vitals } from '../db/vitals';

export interface Health {
  isDatabaseReady: () => Promise<boolean>;
  isTemporalReady: () => Promise<boolean>;
  /** Distributions and signals that wait to be handed to Temporal. */
  waitingForTemporal: () => number;
  /** @throws when the database is away; those figures are left out then. */
  findVitals: () => Promise<Vitals>;
  /** How many mails this process has sent, by what the mail server said. */
  mails: Readonly<Record<string, number>>;
}

/** Alive, ready, and figures: for load balancers, supervisors and Prometheus. */
export function createHealthRouter(health: Health): Router {
  const router = Router();
  const registry = createMetrics(health);
  const readVitals = addVitals(registry, health.findVitals);
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
    await readVitals();
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
  new Gauge({
    name: 'bestow_mails_total',
    help: 'Mails that this process has handed to the mail server since it began, by its answer',
    labelNames: ['outcome'],
    registers: [registry],
    collect() {
      for (const [outcome, count] of Object.entries(health.mails)) this.set({ outcome }, count);
    },
  });
  return registry;
}

/** One question to the database a scrape; when it is away, these are absent. */
function addVitals(registry: Registry, findVitals: Health['findVitals']): () => Promise<void> {
  const gauges = Object.entries(vitalGauges).map(([key, { name, help }]) => ({
    key: key as keyof Vitals,
    gauge: new Gauge({ name, help, registers: [registry] }),
  }));
  return async () => {
    const vitals = await findVitals().catch(() => undefined);
    for (const { key, gauge } of gauges) {
      const value = vitals?.[key];
      if (typeof value === 'number') gauge.set(value);
      else gauge.remove();
    }
  };
}

const vitalGauges: Record<keyof Vitals, { name: string; help: string }> = {
  oldestAcceptedSeconds: {
    name: 'bestow_oldest_accepted_seconds',
    help: 'Since the oldest send was accepted that nothing carries yet; absent when there is none',
  },
  lastSweepSeconds: {
    name: 'bestow_last_sweep_seconds',
    help: 'Since the sweeper was last done with all of its steps',
  },
  scheduledLateSeconds: {
    name: 'bestow_scheduled_late_seconds',
    help: 'How late the scheduled send is that should have begun first; absent when none is late',
  },
  nextAnswerSeconds: {
    name: 'bestow_next_answer_seconds',
    help: 'Until the first ticket must be answered; below zero once that is missed',
  },
  ticketsBreached: {
    name: 'bestow_tickets_breached',
    help: 'Tickets whose answer was missed, and that nobody has answered since',
  },
  incidentsOpen: {
    name: 'bestow_incidents_open',
    help: 'Open tickets about trouble of the platform, not of one company',
  },
  oldestAccessMailSeconds: {
    name: 'bestow_oldest_access_mail_seconds',
    help: 'Since the oldest mail by which somebody gets in was written and not taken',
  },
  webhookOverdueSeconds: {
    name: 'bestow_webhook_overdue_seconds',
    help: 'Since the webhook that waits longest was due; absent when none is',
  },
  webhooksGivenUp: {
    name: 'bestow_webhooks_given_up',
    help: 'Webhooks that were given up after their last attempt, within the last day',
  },
};
