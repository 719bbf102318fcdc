import { useCleanUp } from '../support/clean-up';
import { countDifferentMails, expectDeliveredOnce } from '../support/delivered-once';
import { tellMeasured } from '../support/measured';
import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { startWholeSystem, type WholeSystem } from '../support/whole-system';

let system: WholeSystem;
const cleanUp = useCleanUp();
beforeAll(async () => {
  system = await startWholeSystem({ env: { BESTOW_SMTP_CONNECTIONS: '5' } });
  cleanUp(() => system.stop());
}, 120_000);

test.each([['postgres', 60], ['postgres', 500], ['temporal', 60], ['temporal', 500]] as const)('down %s %d', async (part, count) => {
  const { acme, sink, platform } = system;
  sink.clear();
  sink.setBehaviour({ delayMilliseconds: 100 });
  const recipients = Array.from({ length: count }, (_, index) => ({
    name: `P ${index}`, email: `p${part}${count}.${index}@example.com`, points: 1,
  }));
  const sent = await acme.send({ recipients, ifUnregistered: 'register' });
  await sink.waitForMails(20);
  await platform.killPart('supervisor', 'SIGSTOP');
  await platform.killPart(part);
  await setTimeout(2_000);
  const during = await Promise.race([
    acme.send({ recipients: recipients.slice(0, 2), ifUnregistered: 'register' }, `during-${part}${count}`),
    setTimeout(8_000, { status: 'slow', body: undefined })]);
  tellMeasured(`during: ${during.status}`);
  await setTimeout(10_000);
  tellMeasured(`${part} ${count} back, ${countDifferentMails(sink)} seen, ${sink.mails.length} mails`);
  await platform.killPart('supervisor', 'SIGCONT');
  const at = performance.now();
  const ids = [sent.body.id];
  if (during.status === 201) ids.push((during.body as any).id);
  try {
  await Promise.all(ids.map((id) => acme.waitForDistribution(id, 'completed', 100_000)));
  } catch (e) { console.log(readFileSync(platform.dataDir + '/logs/app.log','utf8').slice(-3000)); throw e; }
  tellMeasured(`${part} ${count} complete after ${performance.now() - at} dup ${await expectDeliveredOnce(system, ids)}`);
}, 200_000);
