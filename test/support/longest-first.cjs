const { default: Sequencer } = require('@jest/test-sequencer');

/**
 * Starts the files first that take longest, so that none of them is the last one to run, alone. Jest
 * knows durations only from an earlier run in the same checkout, and a clean clone has none.
 *
 * What is not named here comes after, in jest's own order. Those that start the whole product are not
 * neighbours: its start takes both cores.
 */
const LONGEST = [
  'test/system/kills.test.ts',
  'workflows/reminders.test.ts',
  'db/ledger-life.property.test.ts',
  'test/system/singles.test.ts',
  'workflows/mail-windows.test.ts',
  'workflows/schedules.test.ts',
  'test/system/money-kills.test.ts',
  'workflows/ticket-replies.test.ts',
  'test/long-times.test.ts',
  'test/system/outages.test.ts',
  'workflows/support-ticket.test.ts',
  'workflows/mail-retries.test.ts',
  'platform/supervisor.test.ts',
  'workflows/funds.test.ts',
  'db/orders.test.ts',
  'test/system/restart.test.ts',
  'api/distributions/schedules.test.ts',
  'api/support/support.test.ts',
  'test/bulk.test.ts',
  'test/operations.test.ts',
  'test/system/schedules.test.ts',
];

module.exports = class LongestFirst extends Sequencer {
  sort(tests) {
    const rank = ({ path }) => {
      const place = LONGEST.findIndex((name) => path.endsWith(`/${name}`));
      return place === -1 ? LONGEST.length : place;
    };
    return super.sort(tests).sort((one, other) => rank(one) - rank(other));
  }
};
