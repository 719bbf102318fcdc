import { reasonCodes, reasons } from './reasons';
import {
  distributionStatuses,
  distributionStatusesBefore,
  distributionTransitions,
  finalRewardStatuses,
  rewardStatuses,
  rewardStatusesBefore,
  rewardTransitions,
} from './states';

describe('states', () => {
  test('every transition leads to a known state, and none to itself', () => {
    for (const [status, next] of Object.entries({
      ...rewardTransitions,
      ...distributionTransitions,
    })) {
      for (const other of next) {
        expect([...rewardStatuses, ...distributionStatuses]).toContain(other);
        expect(other).not.toBe(status);
      }
    }
  });

  test('every state is reachable, and every reward can come to an end', () => {
    expect(reachableFrom('pending', rewardTransitions)).toEqual(new Set(rewardStatuses));
    expect(reachableFrom('draft', distributionTransitions)).toEqual(new Set(distributionStatuses));
    for (const status of rewardStatuses) {
      const ends = [...reachableFrom(status, rewardTransitions)];
      expect(ends.some((end) => finalRewardStatuses.includes(end))).toBe(true);
    }
  });

  test('what a machine must still work on is not final, what leads nowhere is', () => {
    for (const status of rewardStatuses) {
      const isOpen = ['pending', 'awaiting_registration', 'credited'].includes(status);
      expect([status, finalRewardStatuses.includes(status)]).toEqual([status, !isOpen]);
      if (rewardTransitions[status].length === 0) expect(finalRewardStatuses).toContain(status);
    }
  });

  test('no credited reward goes back to a state in which its points would be held again (R9)', () => {
    const after = reachableFrom('credited', rewardTransitions);
    for (const status of [
      'pending',
      'awaiting_registration',
      'failed',
      'cancelled',
      'expired',
    ] as const) {
      expect(after.has(status)).toBe(false);
    }
  });

  test('the lists that SQL gets are the table read backwards', () => {
    expect(rewardStatusesBefore('credited')).toEqual(['pending', 'awaiting_registration']);
    expect(rewardStatusesBefore('pending')).toEqual([]);
    expect(distributionStatusesBefore('sending')).toEqual([
      ...['accepted', 'awaiting_approval', 'awaiting_funds', 'scheduled'],
    ]);
  });
});

describe('reasons', () => {
  test.each(reasonCodes)(
    '%s says what is wrong and what to do, and has a status for errors',
    (code) => {
      const { message, nextAction, httpStatus, retryable } = reasons[code];
      for (const text of [message, nextAction])
        expect(text).toMatch(/^[A-Z].{5,}[.]$|^[A-Z].*[.…})]\.?$/);
      expect(httpStatus).toBeGreaterThanOrEqual(400);
      expect(httpStatus).toBeLessThan(600);
      expect(typeof retryable).toBe('boolean');
      expect(code).toMatch(/^[a-z]+(_[a-z]+)*$/);
    },
  );

  test('the codes that callers rely on are there', () => {
    expect(reasonCodes).toEqual(
      expect.arrayContaining([
        ...[
          'invalid_name',
          'invalid_email',
          'invalid_points',
          'invalid_mobile',
          'citation_too_long',
        ],
        ...[
          'duplicate_in_file',
          'sent_recently',
          'unregistered',
          'registered_with_another_company',
        ],
        ...[
          'recipient_is_admin',
          'too_many_recipients',
          'insufficient_balance',
          'mailbox_rejected',
        ],
        ...['mail_server_unreachable', 'already_sent', 'not_cancellable', 'idempotency_key_reused'],
        ...['link_expired', 'link_used', 'not_found', 'forbidden', 'rate_limited'],
      ]),
    );
  });
});

function reachableFrom<Status extends string>(
  start: Status,
  transitions: Record<Status, readonly Status[]>,
): Set<Status> {
  const reached = new Set([start]);
  for (const status of reached) for (const next of transitions[status]) reached.add(next);
  return reached;
}
