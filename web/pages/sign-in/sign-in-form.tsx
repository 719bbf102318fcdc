import { Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { isNotEmpty, useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { queryClient } from '../../client/query-client';
import { signedIn } from '../../client/session';
import { trpc } from '../../client/trpc';
import { FormError } from '../../design/form-error';

/** E-mail and password; on the sign-in page, and in the dialog when a session has ended. */
export function SignInForm({ onSignedIn }: { onSignedIn: () => void }) {
  const { t } = useTranslation();
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { email: '', password: '' },
    validate: {
      email: isNotEmpty(t('session.emailMissing')),
      password: isNotEmpty(t('session.passwordMissing')),
    },
  });
  const signIn = useMutation(
    trpc.auth.signIn.mutationOptions({
      onSuccess: async () => {
        const me = await queryClient.fetchQuery({
          ...trpc.auth.whoAmI.queryOptions(),
          staleTime: 0,
        });
        signedIn(me.id, true);
        onSignedIn();
      },
      onError: () => form.getInputNode('password')?.focus(),
    }),
  );
  return (
    <form noValidate onSubmit={form.onSubmit((values) => signIn.mutate(values))}>
      <Stack>
        <TextInput
          data-autofocus
          autoFocus
          type="email"
          autoComplete="username"
          label={t('session.email')}
          key={form.key('email')}
          {...form.getInputProps('email')}
        />
        <PasswordInput
          autoComplete="current-password"
          label={t('session.password')}
          key={form.key('password')}
          {...form.getInputProps('password')}
        />
        <FormError error={signIn.error} />
        <Button type="submit" fullWidth size="md" loading={signIn.isPending}>
          {t('session.signIn')}
        </Button>
      </Stack>
    </form>
  );
}
