import { NavLink } from '@mantine/core';
import {
  IconBuilding,
  IconHistory,
  IconKey,
  IconUserCircle,
  IconUsersGroup,
  IconWebhook,
} from '@tabler/icons-react';
import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../shell/navigation';
import classes from './settings-layout.module.css';

/** The places of the settings; who lacks the permission does not see one. */
const places = [
  { to: '/settings/account', title: 'account', icon: IconUserCircle, for: undefined },
  { to: '/settings/company', title: 'company', icon: IconBuilding, for: 'company.change' },
  { to: '/settings/team', title: 'team', icon: IconUsersGroup, for: 'team.view' },
  { to: '/settings/keys', title: 'keys', icon: IconKey, for: 'keys.view' },
  { to: '/settings/webhooks', title: 'webhooks', icon: IconWebhook, for: 'webhooks.view' },
  { to: '/settings/audit', title: 'audit', icon: IconHistory, for: 'audit.view' },
] as const;

/** The pages of the settings beside their navigation, which one who has a single page does not need. */
export function SettingsLayout() {
  const { t } = useTranslation();
  const me = useMe();
  const { pathname } = useRouterState({ select: ({ location }) => location });
  const own = places.filter(
    (place) => place.for === undefined || me?.permissions.includes(place.for),
  );
  if (own.length === 1) return <Outlet />;
  return (
    <div className={classes.layout}>
      <nav className={classes.places} aria-label={t('settings.navigation')}>
        {own.map(({ to, title, icon: Icon }) => (
          <NavLink
            key={to}
            className={classes.place ?? ''}
            label={t(`settings.${title}`)}
            leftSection={<Icon size={18} aria-hidden />}
            active={isAt(pathname, to)}
            {...(isAt(pathname, to) && { 'aria-current': 'page' as const })}
            variant="light"
            renderRoot={(props) => <Link to={to} {...props} />}
          />
        ))}
      </nav>
      <div>
        <Outlet />
      </div>
    </div>
  );
}

/** Also at what stands below it. */
function isAt(pathname: string, place: string): boolean {
  return pathname === place || pathname.startsWith(`${place}/`);
}
