import { AppShell, Burger, Button, Group, Kbd, NavLink, ScrollArea } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Toasts } from '../design/toasts';
import { AccountMenu } from './account-menu';
import { Brand } from './brand';
import { ConnectionBanner } from './connection-banner';
import { HelpMenu } from './help-menu';
import { usePlaces } from './navigation';
import classes from './shell.module.css';
import { SignInDialog } from './sign-in-dialog';
import { useShortcuts } from './use-shortcuts';

const Palette = lazy(() => import('./palette'));
const ShortcutsDialog = lazy(() => import('./shortcuts-dialog'));

/** What stands around every page of an admin. */
export function Shell() {
  const { t } = useTranslation();
  const [isNavigationOpen, navigation] = useDisclosure(false);
  const [isPaletteOpen, palette] = useDisclosure(false);
  const [areShortcutsOpen, shortcuts] = useDisclosure(false);
  useShortcuts({ openPalette: palette.open, openShortcuts: shortcuts.open });
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 232, breakpoint: 'sm', collapsed: { mobile: !isNavigationOpen } }}
      padding={{ base: 'md', sm: 'xl' }}
    >
      <a className={classes.skip} href="#main">
        {t('shell.skip')}
      </a>
      <AppShell.Header className={classes.header}>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap" gap="xs">
          <Group gap="xs" wrap="nowrap">
            <Burger
              hiddenFrom="sm"
              size="sm"
              opened={isNavigationOpen}
              onClick={navigation.toggle}
              aria-expanded={isNavigationOpen}
              aria-label={t(isNavigationOpen ? 'shell.closeNavigation' : 'shell.openNavigation')}
            />
            <Link to="/" className={classes.home}>
              <Brand />
            </Link>
          </Group>
          <Group gap="xs" wrap="nowrap">
            <Button
              variant="default"
              className={classes.search}
              leftSection={<IconSearch size={16} aria-hidden />}
              rightSection={<Kbd size="xs">{COMMAND_K}</Kbd>}
              visibleFrom="sm"
              onClick={palette.open}
            >
              {t('palette.open')}
            </Button>
            <HelpMenu onShortcuts={shortcuts.open} />
            <AccountMenu />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar className={classes.navbar} aria-label={t('shell.mainNavigation')}>
        <AppShell.Section grow component={ScrollArea} p="sm">
          <Places onChosen={navigation.close} />
        </AppShell.Section>
      </AppShell.Navbar>
      <AppShell.Main id="main" tabIndex={-1} className={classes.main}>
        <ConnectionBanner />
        <div className={classes.page}>
          <Outlet />
        </div>
      </AppShell.Main>
      <SignInDialog />
      <Toasts />
      <Suspense>
        {isPaletteOpen && <Palette onClose={palette.close} onShortcuts={shortcuts.open} />}
        {areShortcutsOpen && <ShortcutsDialog onClose={shortcuts.close} />}
      </Suspense>
    </AppShell>
  );
}

/** Macs write ⌘K. */
const COMMAND_K = navigator.userAgent.includes('Mac') ? '⌘K' : 'Ctrl K';

function Places({ onChosen }: { onChosen: () => void }) {
  const { t } = useTranslation();
  const places = usePlaces();
  const path = useRouterState({ select: (state) => state.location.pathname });
  return places.map(({ to, title, icon: Icon }) => {
    const isHere = to === '/' ? path === '/' : path === to || path.startsWith(`${to}/`);
    return (
      <NavLink
        key={to}
        className={classes.place}
        renderRoot={(props) => <Link to={to} {...props} />}
        label={t(`shell.${title}`)}
        leftSection={<Icon size={18} stroke={1.75} aria-hidden />}
        active={isHere}
        {...(isHere && { 'aria-current': 'page' as const })}
        onClick={onChosen}
      />
    );
  });
}
