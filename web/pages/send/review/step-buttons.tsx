import { Button, Group } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { focusedFirst } from './focused-first';

/** Back to the rows, and what goes on. */
export function StepButtons({ onBack, children }: { onBack?: () => void; children?: ReactNode }) {
  const { t } = useTranslation();
  return (
    <Group justify="flex-end" gap="xs" mt="lg">
      {onBack && (
        <Button variant="default" onClick={onBack} {...focusedFirst(children === undefined)}>
          {t('sendReview.back')}
        </Button>
      )}
      {children}
    </Group>
  );
}
