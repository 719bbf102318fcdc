/**
 * Who may do what: the one table of roles and permissions. Procedures ask it, and the front end gets
 * its answer by `auth.whoAmI`, so that nothing is offered that would be refused.
 */
export const companyPermissions = [
  'distributions.view',
  'distributions.send',
  'distributions.approve',
  'campaigns.view',
  'campaigns.edit',
  'recipients.view',
  'balance.view',
  'balance.recharge',
  'tickets.view',
  'tickets.write',
  'company.change',
  'approvals.change',
  'team.view',
  'team.manage',
  'keys.view',
  'keys.manage',
  'webhooks.view',
  'webhooks.manage',
  'audit.view',
] as const;
export type CompanyPermission = (typeof companyPermissions)[number];

export const platformPermissions = [
  'support.answer',
  'payments.confirm',
  'catalogue.change',
  'workflows.inspect',
] as const;
export type PlatformPermission = (typeof platformPermissions)[number];

/** The roles that a person of a company can have. */
export const adminRoles = ['owner', 'admin', 'approver', 'finance', 'viewer'] as const;
export type AdminRole = (typeof adminRoles)[number];

/** What an API key is to a company: `integrator` may send, `read_only` may look. */
export const keyRoles = ['integrator', 'read_only'] as const;
export type KeyRole = (typeof keyRoles)[number];

/** What a key was made for, as its row says it: `full` has the role `integrator`. */
export const keyScopes = ['full', 'read_only'] as const;
export type KeyScope = (typeof keyScopes)[number];

export type CompanyRole = AdminRole | KeyRole;

/** The roles of the platform's own people. */
export const platformRoles = ['agent', 'lead', 'finance'] as const;
export type PlatformRole = (typeof platformRoles)[number];

const LOOK: readonly CompanyPermission[] = [
  'distributions.view',
  'campaigns.view',
  'recipients.view',
  'balance.view',
  'tickets.view',
  // Whoever sees that something is wrong may say so.
  'tickets.write',
];

const SEND: readonly CompanyPermission[] = [...LOOK, 'distributions.send', 'campaigns.edit'];

const MANAGE: readonly CompanyPermission[] = [
  ...SEND,
  'distributions.approve',
  'balance.recharge',
  'company.change',
  'team.view',
  'team.manage',
  'keys.view',
  'keys.manage',
  'webhooks.view',
  'webhooks.manage',
  'audit.view',
];

const ofCompanyRoles: Record<CompanyRole, readonly CompanyPermission[]> = {
  owner: [...MANAGE, 'approvals.change'],
  // As an owner, but nobody makes himself or others an owner (api/team), or says what needs an approval.
  admin: MANAGE,
  approver: [...SEND, 'distributions.approve', 'team.view'],
  // The other pair of eyes: it approves and never sends.
  finance: [...LOOK, 'distributions.approve', 'balance.recharge', 'audit.view'],
  viewer: LOOK,
  // A key is no person: it neither manages people nor makes other keys. What it is told of is its own.
  integrator: [...SEND, 'balance.recharge', 'webhooks.view', 'webhooks.manage'],
  read_only: LOOK.filter((permission) => permission !== 'tickets.write'),
};

const ofPlatformRoles: Record<PlatformRole, readonly PlatformPermission[]> = {
  agent: ['support.answer'],
  lead: ['support.answer', 'catalogue.change', 'workflows.inspect'],
  finance: ['payments.confirm'],
};

export function permissionsOf(role: CompanyRole): readonly CompanyPermission[] {
  return ofCompanyRoles[role];
}

export function mayDo(role: CompanyRole, permission: CompanyPermission): boolean {
  return ofCompanyRoles[role].includes(permission);
}

export function platformPermissionsOf(role: PlatformRole): readonly PlatformPermission[] {
  return ofPlatformRoles[role];
}
