import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import type { SearchAttributePair } from '@temporalio/common';
import type {
  OpenDistribution,
  TendedApproval,
  TendedOrder,
  TendedRecharge,
  TendedTicket,
  WaitingResend,
} from '../contracts/workflows';

export const distributionStatusKey = defineSearchAttributeKey(
  'DistributionStatus',
  SearchAttributeType.KEYWORD,
);
const companyIdKey = defineSearchAttributeKey('CompanyId', SearchAttributeType.KEYWORD);
const distributionIdKey = defineSearchAttributeKey('DistributionId', SearchAttributeType.KEYWORD);
const ticketStatusKey = defineSearchAttributeKey('TicketStatus', SearchAttributeType.KEYWORD);
const orderStatusKey = defineSearchAttributeKey('OrderStatus', SearchAttributeType.KEYWORD);
const approvalStatusKey = defineSearchAttributeKey('ApprovalStatus', SearchAttributeType.KEYWORD);
const rechargeStatusKey = defineSearchAttributeKey('RechargeStatus', SearchAttributeType.KEYWORD);
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

export function ticketAttributesOf(ticket: TendedTicket): SearchAttributePair[] {
  return [
    { key: ticketStatusKey, value: ticket.status },
    ...(ticket.companyId === null ? [] : [{ key: companyIdKey, value: ticket.companyId }]),
    ...(ticket.distributionId === null
      ? []
      : [{ key: distributionIdKey, value: ticket.distributionId }]),
  ];
}

export function rechargeAttributesOf(recharge: TendedRecharge): SearchAttributePair[] {
  return [
    { key: rechargeStatusKey, value: recharge.status },
    { key: companyIdKey, value: recharge.companyId },
  ];
}

export function approvalAttributesOf(
  distributionId: string,
  approval: TendedApproval,
): SearchAttributePair[] {
  return [
    { key: approvalStatusKey, value: approval.state },
    { key: companyIdKey, value: approval.companyId },
    { key: distributionIdKey, value: distributionId },
  ];
}

export function resendAttributesOf(resend: WaitingResend): SearchAttributePair[] {
  return [
    { key: companyIdKey, value: resend.companyId },
    { key: distributionIdKey, value: resend.distributionId },
  ];
}

export function orderAttributesOf(order: TendedOrder): SearchAttributePair[] {
  return [
    { key: companyIdKey, value: order.companyId },
    { key: orderStatusKey, value: order.status },
  ];
}

export function webhookAttributesOf(companyId: string): SearchAttributePair[] {
  return [{ key: companyIdKey, value: companyId }];
}
