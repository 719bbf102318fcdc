import { buildFirst } from './build-first';
import { startMailDesk, type MailDesk } from './mail-desk';
import { handOverProduct } from './shared-product';
import { startWholeSystem, type WholeSystem } from './whole-system';

/** Starts the product that all browser tests of this run share (jest's globalSetup). */
export default async function setUp(): Promise<void> {
  // Jest runs the set-up of a project before the one of all.
  buildFirst();
  const system = await startWholeSystem({ env: SETTINGS });
  started = { system };
  try {
    started.desk = await startMailDesk(system.sink);
    handOverProduct({ ready: system.ready, mailDeskUrl: started.desk.url });
  } catch (error) {
    await stopSharedProduct();
    throw error;
  }
}

const SETTINGS = {
  // A parcel goes nowhere by itself: each test says what happens to its own.
  BESTOW_CARRIER_STEP_SECONDS: '3600',
  BESTOW_REVERSE_TWO_PERSON_POINTS: '1000',
  // The machine gives a mail up after two seconds, and then a human is asked.
  BESTOW_MAIL_RETRY_FIRST_SECONDS: '1',
  BESTOW_MAIL_RETRY_WINDOW_SECONDS: '2',
};

/** Stops what `setUp` started in this process. A run that is killed leaves that to its watchdog. */
export async function stopSharedProduct(): Promise<void> {
  if (started === undefined) return;
  const { system, desk } = started;
  started = undefined;
  try {
    await desk?.stop();
  } finally {
    await system.stop();
  }
}

let started: { system: WholeSystem; desk?: MailDesk } | undefined;
