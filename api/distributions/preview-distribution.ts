import type { CreateDistributionInput, Preview } from '../../contracts/distributions';
import { chargedOf, findShortfall, type JudgedRow, sumCharged } from '../../db/accept-distribution';
import { findSentRecently } from '../../db/find-sent-recently';
import type { CompanyRecord } from '../../db/credentials';
import { withCompany } from '../../db/pool';
import { needsApproval } from '../../domain/approvals';
import { describeReason } from '../../domain/reasons';
import { type CheckedRow, rowIssue } from '../../domain/reward-row';
import type { Services } from '../context';
import { countAddresses, strangersAmong } from '../told-addresses';

/**
 * What a send would do, row by row and to the balance. Writes nothing but whom it tells about.
 *
 * @throws a refusal `too_many_addresses`.
 */
export async function previewDistribution(
  services: Services,
  { id: companyId, approvalLimit }: Pick<CompanyRecord, 'id' | 'approvalLimit'>,
  rows: readonly CheckedRow[],
  ifUnregistered: CreateDistributionInput['ifUnregistered'],
  time: Pick<Preview, 'sendAt' | 'timeZone' | 'sendOnMorning'>,
): Promise<Preview> {
  const { companyDb } = services;
  const { judged, balance } = await services.judge(companyId, rows, ifUnregistered);
  await countAddresses(services, companyId, strangersAmong(judged));
  const recent = await withCompany(companyDb, companyId, (tx) => findSentRecently(tx, rows));
  const shortfall = findShortfall(chargedOf(judged), balance);
  const required = sumCharged(judged);
  const rewards = judged.map((row) => previewRow(row, recent, ifUnregistered));
  const countOf = (outcome: Preview['rewards'][number]['outcome']) =>
    rewards.filter((reward) => reward.outcome === outcome).length;
  return {
    dryRun: true,
    ...time,
    recipients: rewards.length,
    valid: rewards.length - countOf('will_fail'),
    balance,
    required,
    balanceAfter: balance - required,
    shortfall: shortfall?.shortfall ?? 0,
    approvalLimit: needsApproval(required, approvalLimit) ? approvalLimit : null,
    suggestedRemovals: shortfall?.suggestedRemovals ?? [],
    counts: {
      will_be_credited: countOf('will_be_credited'),
      will_be_registered: countOf('will_be_registered'),
      will_be_invited: countOf('will_be_invited'),
      will_fail: countOf('will_fail'),
    },
    rewards,
  };
}

function previewRow(
  { checked, standing, refusal }: JudgedRow,
  recent: ReadonlySet<number>,
  ifUnregistered: CreateDistributionInput['ifUnregistered'],
): Preview['rewards'][number] {
  const { name, email, points, citation } = checked.value ?? checked.typed;
  const warnings = recent.has(checked.row)
    ? [...checked.warnings, rowIssue(checked.row, 'email', 'sent_recently')]
    : checked.warnings;
  const common = {
    row: checked.row,
    name,
    email,
    points,
    citation,
    issues: checked.issues,
    warnings,
  };
  if (refusal !== undefined) {
    return { ...common, outcome: 'will_fail', reason: describeReason(refusal) };
  }
  if (standing === 'registered') return { ...common, outcome: 'will_be_credited' };
  const outcome = ifUnregistered === 'register' ? 'will_be_registered' : 'will_be_invited';
  return { ...common, outcome };
}
