import fc from 'fast-check';
import { useCleanUp } from '../test/support/clean-up';
import {
  makeCompany,
  openTestDatabases,
  startTestApi,
  type TestApi,
  type TestCompany,
  type TestDatabases,
} from '../test/support/company';
import { cancelDistribution, startIfDue } from './change-plan';
import { decideApproval, setApprovalLimit } from './approvals';
import { rowsOf, withCompany } from './pool';
import { recharge } from './recharge';
import { reconcile } from './reconcile';

/**
 * Random stories of one company (sends that wait or do not, now or later, recharges, cancels, hours
 * that come) against the rules as a few lines of arithmetic: the database agrees after every step,
 * never overdraws, and reconciles.
 */
const cleanUp = useCleanUp();
let databases: TestDatabases;
let api: TestApi;

beforeAll(async () => {
  databases = await openTestDatabases(cleanUp);
  api = await startTestApi(cleanUp, databases);
});

type Step =
  | {
      do: 'send';
      points: number;
      ifInsufficient: 'fail' | 'wait';
      takeFunds: 'now' | 'at_send';
      later: boolean;
    }
  | { do: 'recharge'; points: number }
  | { do: 'cancel' | 'hour' | 'approve' | 'reject'; which: number };

const points = fc.integer({ min: 1, max: 40 });
const which = fc.nat({ max: 30 });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('send' as const),
      points,
      ifInsufficient: fc.constantFrom('fail' as const, 'wait' as const),
      takeFunds: fc.constantFrom('now' as const, 'at_send' as const),
      later: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('recharge' as const), points }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constantFrom('cancel' as const, 'hour' as const), which }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom('approve' as const, 'approve' as const, 'reject' as const),
      which,
    }),
  },
);

interface Sent {
  id: string;
  points: number;
  status: string;
  held: boolean;
  waits: boolean;
  takesLater: boolean;
}

/** Sends of more points wait for an approval, in the half of the stories that have a limit. */
const LIMIT = 20;

class Rules {
  balance = 0;
  readonly sent: Sent[] = [];
  private queue: Sent[] = [];

  constructor(private readonly limit: number) {}

  send(what: Step & { do: 'send' }): Sent | undefined {
    const waits = what.ifInsufficient === 'wait';
    const takesLater = what.later && what.takeFunds === 'at_send';
    const made: Sent = { id: '', points: what.points, status: '', held: false, waits, takesLater };
    if (made.points > this.limit) {
      if (!takesLater && this.mayTake(made)) this.hold(made, 'awaiting_approval');
      else if (takesLater || waits) made.status = 'awaiting_approval';
      else return undefined;
    } else if (takesLater) made.status = 'scheduled';
    else if (this.mayTake(made)) this.hold(made, what.later ? 'scheduled' : 'accepted');
    else if (waits) this.wait(made);
    else return undefined;
    this.sent.push(made);
    return made;
  }

  recharge(amount: number): void {
    this.balance += amount;
    this.serve();
  }

  cancel(one: Sent): void {
    if (!CANCELLABLE.includes(one.status)) return;
    this.end(one, 'cancelled');
  }

  /** @returns whether there was something to decide. */
  decide(one: Sent, outcome: 'approve' | 'reject'): boolean {
    if (one.status !== 'awaiting_approval') return false;
    if (outcome === 'reject') this.end(one, 'rejected');
    else if (one.held || one.takesLater) one.status = 'scheduled';
    else {
      this.wait(one);
      this.serve();
    }
    return true;
  }

  hour(one: Sent): void {
    if (one.status === 'accepted' || (one.status === 'scheduled' && one.held))
      one.status = 'sending';
    else if (one.status !== 'scheduled') return;
    else if (this.mayTake(one)) this.hold(one, 'sending');
    else if (one.waits) this.wait(one);
    else one.status = 'cancelled';
  }

  get held(): number {
    const holding = this.sent.filter(({ held, status }) => held && !ENDED.includes(status));
    return holding.reduce((sum, one) => sum + one.points, 0);
  }

  private end(one: Sent, status: string): void {
    if (one.held) this.balance += one.points;
    this.queue = this.queue.filter((other) => other !== one);
    one.status = status;
    this.serve();
  }

  private mayTake(one: Sent): boolean {
    return one.points <= this.balance && !(one.waits && this.queue.length > 0);
  }

  private hold(one: Sent, status: string): void {
    this.balance -= one.points;
    Object.assign(one, { held: true, status });
  }

  private wait(one: Sent): void {
    one.status = 'awaiting_funds';
    this.queue.push(one);
  }

  private serve(): void {
    for (let first = this.queue[0]; first && first.points <= this.balance; [first] = this.queue) {
      this.queue.shift();
      this.hold(first, 'scheduled');
    }
  }
}

const ENDED = ['cancelled', 'rejected'];
const CANCELLABLE = ['accepted', 'awaiting_approval', 'scheduled', 'awaiting_funds'];
let companies = 0;

test('R6: any story of sends, approvals, recharges, cancels and hours keeps the rules and every point', async () => {
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 5, maxLength: 30 }),
      fc.boolean(),
      async (steps, isLimited) => {
        companies += 1;
        const admin = { email: `owner${companies}@story.example`, password: 'p' };
        const company = await makeCompany(databases.platformDb, { admin });
        const limit = isLimited ? LIMIT : null;
        await withCompany(databases.platformDb, company.id, (tx) =>
          setApprovalLimit(tx, company.id, limit),
        );
        const rules = new Rules(limit ?? Number.POSITIVE_INFINITY);
        for (const one of steps) {
          await play(company, rules, one);
          expect(await api.as(company).getBalance()).toEqual({
            balance: rules.balance,
            held: rules.held,
          });
          expect(await statusesOf(company)).toEqual(
            Object.fromEntries(rules.sent.map(({ id, status }) => [id, status])),
          );
        }
        for (const { status, held } of rules.sent) seen.add(`${status} ${held}`);
      },
    ),
    { numRuns: 60 },
  );
  expect(await reconcile(databases.platformDb)).toEqual([]);
  // Stories that never came here would have proved little.
  expect([...seen]).toEqual(
    expect.arrayContaining([
      ...['accepted true', 'scheduled true', 'scheduled false', 'awaiting_funds false'],
      ...['sending true', 'cancelled true', 'cancelled false', 'awaiting_approval true'],
      ...['awaiting_approval false', 'rejected true', 'rejected false'],
    ]),
  );
}, 120_000);

let references = 0;

async function play(company: TestCompany, rules: Rules, one: Step): Promise<void> {
  const { platformDb } = databases;
  if (one.do === 'send') {
    const { points: amount, ifInsufficient, takeFunds, later } = one;
    const sent = await api.as(company).send({
      recipients: [{ name: 'A', email: 'a@story.example', points: amount }],
      ...{ ifInsufficient, takeFunds },
      ...(later && { sendAt: new Date(Date.now() + 3_600_000).toISOString() }),
    });
    const made = rules.send(one);
    expect(sent.status).toBe(made === undefined ? 402 : 201);
    if (made !== undefined) made.id = sent.body.id;
    return;
  }
  if (one.do === 'recharge') {
    const paymentReference = `story/${(references += 1)}`;
    const request = { companyId: company.id, points: one.points, paymentReference };
    await recharge(platformDb, { ...request, actor: 'test' });
    return rules.recharge(one.points);
  }
  const chosen = rules.sent[one.which % Math.max(rules.sent.length, 1)];
  if (chosen === undefined) return;
  if (one.do === 'cancel') {
    await cancelDistribution(platformDb, { distributionId: chosen.id, actor: 'operator' });
    return rules.cancel(chosen);
  }
  if (one.do !== 'hour') {
    const [owner] = await rowsOf<{ id: string }>(
      platformDb,
      'SELECT id FROM admins WHERE company_id = ?',
      [company.id],
    );
    const outcome = one.do === 'approve' ? ('approved' as const) : ('rejected' as const);
    const decision = { companyId: company.id, distributionId: chosen.id, adminId: owner!.id };
    // Twice: the second changes nothing.
    for (const expected of rules.decide(chosen, one.do) ? ['decided', 'unchanged'] : [undefined]) {
      const answer = await withCompany(platformDb, company.id, (tx) =>
        decideApproval(tx, { ...decision, outcome, note: 'As the story has it.' }),
      );
      if (expected === undefined) expect(answer.outcome).not.toBe('decided');
      else expect(answer.outcome).toBe(expected);
    }
    return;
  }
  await platformDb.raw(
    'UPDATE distributions SET send_at = now() WHERE id = ? AND send_at > now()',
    [chosen.id],
  );
  await startIfDue(platformDb, { distributionId: chosen.id, workflowId: 'w', runId: 'r' });
  rules.hour(chosen);
}

async function statusesOf(company: TestCompany): Promise<Record<string, string>> {
  const rows = await rowsOf<{ id: string; status: string }>(
    databases.platformDb,
    'SELECT id, status FROM distributions WHERE company_id = ?',
    [company.id],
  );
  return Object.fromEntries(rows.map(({ id, status }) => [id, status]));
}
