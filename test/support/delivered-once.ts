import type { ReceivedMail, SmtpSink } from './smtp-sink';
import type { WholeSystem } from './whole-system';

/**
 * What every fault must leave behind: each reward of these distributions credited by one transfer
 * and delivered, at least one mail to each recipient, and one Message-ID for each reward.
 *
 * @returns how many mails came more than once.
 */
export async function expectDeliveredOnce(
  system: WholeSystem,
  distributionIds: readonly string[],
): Promise<number> {
  const rewards = await system.query<RewardRow>(
    `SELECT r.id, r.email, r.status, d.status AS distribution,
       (SELECT count(*)::int FROM transfers t WHERE t.reward_id = r.id AND t.kind = 'credit') AS credits
     FROM rewards r JOIN distributions d ON d.id = r.distribution_id
     WHERE d.id = ANY($1) ORDER BY r.id`,
    [distributionIds],
  );
  const wrong = rewards.filter(
    ({ status, distribution, credits }) =>
      status !== 'delivered' || distribution !== 'completed' || credits !== 1,
  );
  expect(wrong).toEqual([]);

  const mails = mailsByMessageId(system.sink);
  const counted = rewards.map(({ id, email }) => {
    const own = [...mails].filter(([messageId]) => messageId.startsWith(`<${id}.reward@`));
    expect(own).toHaveLength(1);
    const copies = own[0]![1];
    for (const { envelope } of copies) expect(envelope.to).toEqual([email]);
    return copies.length;
  });
  return counted.reduce((sum, copies) => sum + copies - 1, 0);
}

interface RewardRow {
  id: string;
  email: string;
  status: string;
  distribution: string;
  credits: number;
}

/** How many different mails have arrived: what comes twice is no progress. */
export function countDifferentMails(sink: SmtpSink): number {
  return mailsByMessageId(sink).size;
}

function mailsByMessageId(sink: SmtpSink): Map<string, ReceivedMail[]> {
  const mails = new Map<string, ReceivedMail[]>();
  for (const mail of sink.mails) {
    const messageId = mail.messageId ?? '';
    mails.set(messageId, [...(mails.get(messageId) ?? []), mail]);
  }
  return mails;
}
