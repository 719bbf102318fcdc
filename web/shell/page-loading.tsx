import { Skeleton, Stack, VisuallyHidden } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** The shape of a page while its part of the program or its data is on the way. */
export function PageLoading() {
  const { t } = useTranslation();
  return (
    <Stack>
      <VisuallyHidden role="status">{t('shell.loading')}</VisuallyHidden>
      <Skeleton height={32} width="40%" />
      <Skeleton height={18} width="60%" />
      <Skeleton height={280} radius="lg" />
    </Stack>
  );
}
