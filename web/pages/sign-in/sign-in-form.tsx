import { Anchor, Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { isNotEmpty, useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { trpc } from '../../client/trpc';
import { FormError } from '../../design/form-error';
import { CodeForm } from './code-form';
import { entered } from './entered';

/**
 * E-mail and password, and the code of who has a second factor; on the sign-in page, and in the dialog
 * when a session has ended.
 */
export function SignInForm({ onSignedIn }: { onSignedIn: () => void }) {
  const [isCodeNeeded, setIsCodeNeeded] = useState(false);
  const [late, setLate] = useState<unknown>();
  const enter = async () => {
    await entered();
    onSignedIn();
  };
  if (isCodeNeeded) {
    const backWith = (error: unknown) => {
      setLate(error);
      setIsCodeNeeded(false);
    };
    return <CodeForm onSignedIn={enter} onBack={backWith} />;
  }
  return (
    <PasswordForm error={late} onSignedIn={enter} onCodeNeeded={() => setIsCodeNeeded(true)} />
  );
}

function PasswordForm({
  error,
  onSignedIn,
  onCodeNeeded,
}: {
  /** Why the password is asked for once more. */
  error: unknown;
  onSignedIn: () => Promise<void>;
  onCodeNeeded: () => void;
}) {
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
      onSuccess: ({ totpRequired }) => (totpRequired ? onCodeNeeded() : onSignedIn()),
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
        <FormError error={signIn.error ?? (signIn.isIdle ? error : null)} />
        <Button type="submit" fullWidth size="md" loading={signIn.isPending}>
          {t('session.signIn')}
        </Button>
        {/* Loaded anew: in the dialog over a page, leaving it is what the person wants. */}
        <Anchor href="/reset-password" size="sm">
          {t('session.forgot')}
        </Anchor>
      </Stack>
    </form>
  );
}
