import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { auditKinds, type AuditKind } from '../../../domain/audit-actions';
import { adminPage } from '../../shell/admin-route';

const layout = createRoute({
  ...adminPage('/settings'),
  component: lazyRouteComponent(() => import('./settings-layout'), 'SettingsLayout'),
});

function settingsPage<Path extends string>(path: Path) {
  return { getParentRoute: () => layout, path };
}

const first = createRoute({
  ...settingsPage('/'),
  // The one that everybody has.
  beforeLoad: () => {
    throw redirect({ to: '/settings/account', replace: true });
  },
});

const account = createRoute({
  ...settingsPage('/account'),
  component: lazyRouteComponent(() => import('./account-page'), 'AccountPage'),
});

const company = createRoute({
  ...settingsPage('/company'),
  component: lazyRouteComponent(() => import('./company-page'), 'CompanyPage'),
});

const team = createRoute({
  ...settingsPage('/team'),
  component: lazyRouteComponent(() => import('./team-page'), 'TeamPage'),
});

const keys = createRoute({
  ...settingsPage('/keys'),
  component: lazyRouteComponent(() => import('./keys-page'), 'KeysPage'),
});

const audit = createRoute({
  ...settingsPage('/audit'),
  validateSearch: ({ kind }: Record<string, unknown>): { kind?: AuditKind } => {
    const known = auditKinds.find((value) => value === kind);
    return known === undefined ? {} : { kind: known };
  },
  component: lazyRouteComponent(() => import('./audit-page'), 'AuditPage'),
});

const webhooks = createRoute({
  ...settingsPage('/webhooks'),
  component: lazyRouteComponent(() => import('./webhooks-page'), 'WebhooksPage'),
});

const webhook = createRoute({
  ...settingsPage('/webhooks/$id'),
  component: lazyRouteComponent(() => import('./webhook-page'), 'WebhookPage'),
});

export const settingsRoutes = [
  layout.addChildren([first, account, company, team, keys, webhooks, webhook, audit]),
] as const;
