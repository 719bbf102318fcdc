import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import type { SearchAttributePair } from '@temporalio/common';
import type { OpenDistribution } from '../contracts/workflows';

export const distributionStatusKey = defineSearchAttributeKey(
  'DistributionStatus',
  SearchAttributeType.KEYWORD,
);
const companyIdKey = defineSearchAttributeKey('CompanyId', SearchAttributeType.KEYWORD);
const distributionIdKey = defineSearchAttributeKey('DistributionId', SearchAttributeType.KEYWORD);
const methodKey = defineSearchAttributeKey('Method', SearchAttributeType.KEYWORD);

/** What an operator can search the long workflows by; never personal data. */
export function attributesOf(distribution: OpenDistribution): SearchAttributePair[] {
  return [
    { key: companyIdKey, value: distribution.companyId },
    { key: distributionIdKey, value: distribution.distributionId },
    { key: methodKey, value: distribution.method },
    { key: distributionStatusKey, value: distribution.status ?? 'sending' },
  ];
}
