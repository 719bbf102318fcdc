import type { Ready } from '../support/platform-process';
import { useCleanUp } from '../support/clean-up';
import { expectDeliveredOnce } from '../support/delivered-once';
import { tellMeasured } from '../support/measured';
import { startWholeSystem, type WholeSystem } from '../support/whole-system';

/** Sends that wait while parts of the platform are killed with -9, on the product as users run it. */

let system: WholeSystem;
const cleanUp = useCleanUp();

beforeAll(async () => {
  system = await startWholeSystem();
  cleanUp(() => system.stop());
}, 120_000);

const person = (group: string, index: number) => ({
  name: `Person ${index}`,
  email: `${group}.${index}@example.com`,
  points: 10,
});
const schedule = (group: string, index: number, sendAt: number) =>
  system.acme.send({
    recipients: [person(group, index)],
    ifUnregistered: 'register',
    sendAt: new Date(sendAt).toISOString(),
  });

test.each<[part: keyof Ready['pids']]>([['app'], ['temporal'], ['postgres']])(
  'R11: %s is killed while a send is scheduled: it goes out at its time, once',
  async (part) => {
    const sendAt = Date.now() + 8_000;
    const sent = await schedule(part, 0, sendAt);
    expect(sent.status).toBe(201);
    const later = await schedule(part, 1, sendAt + 3_600_000);
    const killed = await system.platform.killPart(part);
    await system.platform.waitForReady(
      ({ pids }) => pids[part] !== undefined && pids[part] !== killed,
    );
    const done = await system.acme.waitForDistribution(sent.body.id, 'completed', 60_000);
    const late = Date.parse(done.startedAt!) - Date.parse(done.sendAt!);
    expect(late).toBeGreaterThanOrEqual(0);
    tellMeasured(`${part} killed while a send was scheduled: it started ${late} ms after its time`);
    expect(await expectDeliveredOnce(system, [sent.body.id])).toBe(0);
    const path = `/distributions/${later.body.id}/cancel`;
    expect((await system.acme.request('POST', path)).status).toBe(200);
    expect(await system.reconcile()).toBe('0 differences');
  },
  150_000,
);
