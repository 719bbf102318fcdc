/** What the records of a company are about. */
export const auditKinds = [
  'team',
  'keys',
  'webhooks',
  'company',
  'approvals',
  'security',
  'rewards',
] as const;
export type AuditKind = (typeof auditKinds)[number];

/**
 * What a company reads of its audit log, by kind. What is not here is the platform's own: how support
 * works on a ticket, and orders of recipients, whose addresses are not the company's business.
 */
export const auditActions = {
  invite_admin: 'team',
  resend_invitation: 'team',
  cancel_invitation: 'team',
  join_team: 'team',
  change_role: 'team',
  remove_admin: 'team',
  create_api_key: 'keys',
  revoke_api_key: 'keys',
  create_webhook: 'webhooks',
  change_webhook: 'webhooks',
  enable_webhook: 'webhooks',
  disable_webhook: 'webhooks',
  rotate_webhook_secret: 'webhooks',
  delete_webhook: 'webhooks',
  create_company: 'company',
  change_company: 'company',
  set_company_time_zone: 'company',
  set_balance_alert: 'company',
  set_approval_limit: 'company',
  change_name: 'security',
  change_password: 'security',
  reset_password: 'security',
  switch_on_totp: 'security',
  switch_off_totp: 'security',
  renew_recovery_codes: 'security',
  use_recovery_code: 'security',
  end_session: 'security',
  sign_out_everywhere: 'security',
  approve_send: 'approvals',
  reject_send: 'approvals',
  change_email: 'rewards',
  set_recipient_time_zone: 'rewards',
  correct_address: 'rewards',
  retry_now: 'rewards',
  make_claim_link: 'rewards',
  reverse_points: 'rewards',
} as const satisfies Record<string, AuditKind>;
export type AuditAction = keyof typeof auditActions;

export function auditActionsOf(kind?: AuditKind): AuditAction[] {
  const all = Object.keys(auditActions) as AuditAction[];
  return kind === undefined ? all : all.filter((action) => auditActions[action] === kind);
}
