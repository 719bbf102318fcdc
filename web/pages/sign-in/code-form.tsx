import { Anchor, Button, Stack, Text, TextInput } from '@mantine/core';
import { isNotEmpty, useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { toRefusalView } from '../../client/refusal';
import { trpc } from '../../client/trpc';
import { errorOfForm, showFieldErrors } from '../../design/field-errors';
import { FormError } from '../../design/form-error';
import { useToast } from '../../design/use-toast';
import { pageSettings } from '../../page-settings';

/** The second step: the code of the person's app, or a recovery code. */
export function CodeForm({
  onSignedIn,
  onBack,
}: {
  onSignedIn: () => Promise<void>;
  /** To the password; with the error that makes it necessary, or without one. */
  onBack: (error?: unknown) => void;
}) {
  const { t } = useTranslation();
  const toast = useToast();
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { code: '' },
    validate: { code: isNotEmpty(t('session.codeMissing')) },
  });
  const signIn = useMutation(
    trpc.auth.signInTotp.mutationOptions({
      onSuccess: async ({ usedRecoveryCode }) => {
        if (usedRecoveryCode) toast(t('session.recoveryUsed'));
        await onSignedIn();
      },
      onError: (error) => {
        if (toRefusalView(error).code === 'sign_in_expired') onBack(error);
        else showFieldErrors(form, error);
      },
    }),
  );
  return (
    <form noValidate onSubmit={form.onSubmit((values) => signIn.mutate(values))}>
      <Stack>
        <TextInput
          data-autofocus
          autoFocus
          autoComplete="one-time-code"
          autoCapitalize="off"
          spellCheck={false}
          label={t('session.code')}
          description={t('session.codeHint')}
          key={form.key('code')}
          {...form.getInputProps('code')}
        />
        <FormError error={errorOfForm(signIn.error)} />
        <Button type="submit" fullWidth size="md" loading={signIn.isPending}>
          {t('session.signIn')}
        </Button>
        <Text size="sm" c="dimmed">
          {t('session.codeLost', { address: pageSettings.supportEmail })}
        </Text>
        <Anchor component="button" type="button" size="sm" onClick={() => onBack()}>
          {t('session.otherAccount')}
        </Anchor>
      </Stack>
    </form>
  );
}
