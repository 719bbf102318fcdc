import { Button, Group } from '@mantine/core';
import { Link, useRouterState } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

/** The two pages of finance. */
export function FinancePlaces() {
  const { t } = useTranslation();
  const path = useRouterState({ select: (state) => state.location.pathname });
  return (
    <Group component="nav" gap="xs" mb="lg" aria-label={t('financePage.places')}>
      {places.map(({ to, title }) => (
        <Button
          key={to}
          {...(path === to
            ? { variant: 'light', 'aria-current': 'page' as const }
            : { variant: 'subtle', color: 'gray' })}
          renderRoot={(props) => <Link to={to} {...props} />}
        >
          {t(`financePage.${title}`)}
        </Button>
      ))}
    </Group>
  );
}

const places = [
  { to: '/finance', title: 'toConfirm' },
  { to: '/finance/payments', title: 'received' },
] as const;
