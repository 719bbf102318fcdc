import { readFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { parse } from 'csv-parse/sync';
import { readConfig } from '../config';
import type { Distribution, Preview } from '../contracts/distributions';
import { createBestowApi, type BestowApi, type Recipient, type Send } from './bestow-api';
import { findOrStartPlatform, leaveOrStop, type Ready } from './running-platform';
import { table } from './table';

/**
 * `npm run demo`: sends the points of team.csv as an integrator would, by the REST API alone.
 * Preview, send, follow, and then where to look.
 */
async function demo(): Promise<void> {
  const platform = await findOrStartPlatform(readConfig().BESTOW_DATA_DIR);
  const { ready } = platform;
  try {
    if (ready.demo === null) throw new Error('This database has no demo company.');
    const api = createBestowApi({ url: ready.url, apiKey: ready.demo.apiKey });
    const send: Send = {
      recipients: readTeam(path.join(__dirname, 'team.csv')),
      // People without an account get a link; their points are held until they use it.
      ifUnregistered: 'invite',
      // Malformed rows are recorded as failed; the others are sent.
      ifInvalid: 'skip',
    };
    showPreview(await api.preview(send));

    // One key a run of the demo: it may be run again, and then it sends again.
    const { id } = await api.send(send, `demo-${randomUUID()}`);
    console.log(`\nSent: distribution ${id}`);
    const sent = await follow(api, id);
    await showResult(sent, await api.getBalance(), ready);
  } finally {
    await leaveOrStop(platform);
  }
}

function readTeam(file: string): Recipient[] {
  const records = parse(readFileSync(file), { columns: true, bom: true, skip_empty_lines: true });
  return (records as Record<string, string>[]).map(({ name, email, points, mobile, citation }) => ({
    name: name ?? '',
    email: email ?? '',
    points: Number(points),
    ...(mobile && { mobile }),
    ...(citation && { citation }),
  }));
}

function showPreview(preview: Preview): void {
  const rows = preview.rewards.map(({ row, name, email, points, outcome, reason, warnings }) => [
    row,
    name,
    email,
    points,
    OUTCOMES[outcome],
    reason?.message ?? warnings.map(({ message }) => message).join(' '),
  ]);
  console.log('\nPreview (nothing is sent yet)\n');
  console.log(table(['Row', 'Name', 'E-mail', 'Points', 'Outcome', 'Why'], rows).join('\n'));
  const { valid, recipients, required, balance, balanceAfter } = preview;
  console.log(`\n  ${valid} of ${recipients} rows can be sent, ${show(required)} points.`);
  console.log(`  Balance now ${show(balance)}, after the send ${show(balanceAfter)}.`);
}

const OUTCOMES: Record<Preview['rewards'][number]['outcome'], string> = {
  will_be_credited: 'credited at once',
  will_be_registered: 'registered and credited',
  will_be_invited: 'invited',
  will_fail: 'not sent',
};

/** Asks until nothing moves any more: what is left then waits for people to register. */
async function follow(api: BestowApi, id: string): Promise<Distribution> {
  const deadline = Date.now() + PATIENCE_MILLISECONDS;
  let shown = '';
  for (;;) {
    const distribution = await api.getDistribution(id);
    const line = describeProgress(distribution);
    if (line !== shown) showProgress(line);
    shown = line;
    if (isSettled(distribution)) {
      if (process.stdout.isTTY) console.log();
      return distribution;
    }
    if (Date.now() > deadline) throw new Error(`Not done in a minute; look at ${id} again later.`);
    await setTimeout(POLL_MILLISECONDS);
  }
}

/** On a terminal in place, so no longer than its width; elsewhere a line after the other. */
function showProgress(line: string): void {
  const { isTTY, columns } = process.stdout;
  process.stdout.write(isTTY ? `\r\x1B[K${line.slice(0, columns - 1)}` : `${line}\n`);
}

const PATIENCE_MILLISECONDS = 60_000;
const POLL_MILLISECONDS = 100;

/** Complete, or on the long road of what waits for people. */
function isSettled({ status, rewards, workflow }: Distribution): boolean {
  if (rewards.some(isMoving)) return false;
  return status !== 'sending' || workflow?.id.startsWith('distribution/') === true;
}

function isMoving({ status, invitedAt }: Distribution['rewards'][number]): boolean {
  if (status === 'awaiting_registration') return invitedAt === null;
  return status === 'pending' || status === 'credited';
}

function describeProgress({ rewards, counts }: Distribution): string {
  const done = rewards.filter((reward) => !isMoving(reward)).length;
  const width = 24;
  const filled = Math.round((done / rewards.length) * width);
  const states = Object.entries(counts).map(([status, count]) => `${count} ${plain(status)}`);
  const bar = '█'.repeat(filled) + '░'.repeat(width - filled);
  return `  ${bar} ${done} of ${rewards.length}: ${states.join(', ')}`;
}

async function showResult(
  { rewards, workflow, status }: Distribution,
  { balance, held }: { balance: number; held: number },
  { mailUrl, url }: Ready,
): Promise<void> {
  const rows = rewards.map(({ row, name, email, points, status: reward, reason }) => [
    row,
    name,
    email,
    points,
    plain(reward),
    reason?.nextAction ?? '',
  ]);
  console.log('\nResult\n');
  console.log(table(['Row', 'Name', 'E-mail', 'Points', 'Status', 'What to do'], rows).join('\n'));
  const waiting = rewards.filter((reward) => reward.status === 'awaiting_registration');
  const until = waiting.length > 0 ? `, until ${waiting.length} people have registered` : '';
  console.log(`\n  Distribution  ${plain(status)}${until}`);
  console.log(`  Balance       ${show(balance)}, and ${show(held)} held for invited people`);
  if (workflow?.url) console.log(`  Workflow      ${workflow.url}`);
  console.log(`  API           ${url}/docs`);
  if (mailUrl === null) return;
  console.log(`  Inbox         ${mailUrl}`);
  const [invited] = waiting;
  const mail = invited && (await findMail(mailUrl, `${invited.id}.invite`));
  if (invited === undefined || mail === undefined) return;
  console.log(
    `\n  ${invited.name} was invited: open ${mailUrl}/#/email/${mail}, press its button,` +
      `\n  register, and the ${show(invited.points)} points are credited at once.`,
  );
}

/** The inbox's own id of a mail. Every mail of a reward has one Message-ID, however often it is sent. */
async function findMail(mailUrl: string, messageKey: string): Promise<string | undefined> {
  const response = await fetch(`${mailUrl}/api/email`);
  const mails = (await response.json()) as { id: string; headers: Record<string, string> }[];
  return mails.find(({ headers }) => headers['message-id']?.startsWith(`<${messageKey}@`))?.id;
}

function show(points: number): string {
  return points.toLocaleString('en');
}

function plain(status: string): string {
  return status.replaceAll('_', ' ');
}

demo().catch((error: unknown) => {
  console.error(`\n${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
