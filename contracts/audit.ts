import { z } from 'zod';
import { type AuditAction, auditActions, auditKinds } from '../domain/audit-actions';
import { id } from './distributions';

/** What was done in a company, by whom, and what was before and after. */
export const companyAuditSchema = z.object({
  id,
  at: z.iso.datetime(),
  kind: z.enum(auditKinds),
  action: z.enum(Object.keys(auditActions) as [AuditAction, ...AuditAction[]]),
  by: z.object({
    kind: z.enum(['admin', 'api_key', 'support', 'operator']),
    name: z.string().nullable().meta({ description: 'Of a person or key of the company.' }),
  }),
  reason: z.string().nullable(),
  rewardId: id.nullable(),
  before: z.record(z.string(), z.unknown()),
  after: z.record(z.string(), z.unknown()),
});
export type CompanyAudit = z.infer<typeof companyAuditSchema>;
