import { Button } from '@mantine/core';
import { IconShoppingBag } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

export function ShowGoodsButton() {
  const { t } = useTranslation();
  return (
    <Button
      leftSection={<IconShoppingBag size={16} aria-hidden />}
      renderRoot={(props) => <Link to="/wallet/catalogue" {...props} />}
    >
      {t('wallet.choose')}
    </Button>
  );
}
