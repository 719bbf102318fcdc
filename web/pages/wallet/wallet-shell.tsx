import { Box, Button, Group, Text } from '@mantine/core';
import { IconGift, IconShoppingBag, IconShoppingCart } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { trpc } from '../../client/trpc';
import { Points } from '../../design/points';
import { FormatProvider, useFormat } from '../../texts/use-format';
import { forgetOnDevice } from './kept-on-device';
import { useCart } from './use-cart';
import { useWallet } from './use-wallet';
import { WalletFrame } from './wallet-frame';

/** Around the pages of a recipient who is signed in; times are those of where he is. */
export function WalletShell() {
  const { timeZone, companyName, balancePoints } = useWallet();
  // Points come, and come back, while the page is open.
  useQuery(
    trpc.recipient.wallet.queryOptions(undefined, { refetchInterval: LOOK_AGAIN_MILLISECONDS }),
  );
  return (
    <FormatProvider timeZone={timeZone}>
      <WalletFrame actions={<SignOut />}>
        <Group justify="space-between" mb="xl" gap="sm">
          <Places />
          <Box ta="end" miw={0}>
            <Text fw={650}>
              <Points points={balancePoints} unit />
            </Text>
            <Text size="sm" c="dimmed" dir="auto">
              {companyName}
            </Text>
          </Box>
        </Group>
        <Outlet />
      </WalletFrame>
    </FormatProvider>
  );
}

const LOOK_AGAIN_MILLISECONDS = 30_000;

function Places() {
  const { t } = useTranslation();
  const { number } = useFormat();
  const { count } = useCart();
  const path = useRouterState({ select: (state) => state.location.pathname });
  const labels = {
    wallet: t('wallet.title'),
    catalogue: t('wallet.catalogue'),
    cart: count === 0 ? t('wallet.cart') : t('wallet.cartWith', { number: number(count) }),
  };
  return (
    <Group component="nav" gap={4} aria-label={t('shell.mainNavigation')}>
      {places.map(({ to, name, icon: Icon }) => (
        <Button
          key={to}
          size="sm"
          px="sm"
          {...(path === to
            ? { variant: 'light', 'aria-current': 'page' as const }
            : { variant: 'subtle', color: 'gray' })}
          leftSection={<Icon size={18} stroke={1.75} aria-hidden />}
          renderRoot={(props) => <Link to={to} {...props} />}
        >
          {labels[name]}
        </Button>
      ))}
    </Group>
  );
}

const places = [
  { to: '/wallet', name: 'wallet', icon: IconGift },
  { to: '/wallet/catalogue', name: 'catalogue', icon: IconShoppingBag },
  { to: '/wallet/cart', name: 'cart', icon: IconShoppingCart },
] as const;

/** A form that is posted, so that a link elsewhere cannot do it. */
function SignOut() {
  const { t } = useTranslation();
  return (
    <form method="post" action="/wallet/sign-out" onSubmit={forgetOnDevice}>
      <Button type="submit" variant="subtle" color="gray" px="xs">
        {t('shell.signOut')}
      </Button>
    </form>
  );
}
