import { Anchor, Modal, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../client/query-client';
import { signedOut, useSession } from '../client/session';
import { SignInForm } from '../pages/sign-in/sign-in-form';

/**
 * Asks for the password over the page when the session has ended: what was typed stays below it, and
 * the calls that waited go on. Only signing in, or leaving, closes it.
 */
export function SignInDialog() {
  const { t } = useTranslation();
  const { asking } = useSession();
  return (
    <Modal
      opened={asking !== undefined}
      onClose={() => undefined}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      zIndex={ABOVE_EVERY_OTHER}
      title={t('session.againTitle')}
    >
      <Stack>
        <Text size="sm">
          {asking === 'signed_out_elsewhere' ? t('session.elsewhere') : t('session.expired')}
        </Text>
        <SignInForm onSignedIn={() => void queryClient.invalidateQueries()} />
        <Anchor component="button" type="button" size="sm" onClick={signedOut}>
          {t('session.asSomebodyElse')}
        </Anchor>
      </Stack>
    </Modal>
  );
}

/** Mantine's dialogs stand at 200, its toasts at 400: the one that was open must not cover this one. */
const ABOVE_EVERY_OTHER = 1_000;
