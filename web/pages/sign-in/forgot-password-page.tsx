import { Anchor, Button, Stack, Text, TextInput } from '@mantine/core';
import { isNotEmpty, useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { trpc } from '../../client/trpc';
import { errorOfForm, showFieldErrors } from '../../design/field-errors';
import { FormError } from '../../design/form-error';
import { SignInFrame } from './sign-in-frame';

/** Asks for the link that sets a new password. */
export function ForgotPasswordPage() {
  const { t } = useTranslation();
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { email: '' },
    validate: { email: isNotEmpty(t('session.emailMissing')) },
  });
  const ask = useMutation(
    trpc.auth.forgotPassword.mutationOptions({ onError: (error) => showFieldErrors(form, error) }),
  );
  if (ask.isSuccess) {
    return (
      <SignInFrame title={t('session.resetSentTitle')} intro={undefined}>
        <Stack>
          <Text role="status">{t('session.resetSent', { email: ask.variables.email })}</Text>
          <Button variant="default" onClick={() => ask.reset()}>
            {t('session.askAgain')}
          </Button>
          <BackToSignIn />
        </Stack>
      </SignInFrame>
    );
  }
  return (
    <SignInFrame title={t('session.resetTitle')} intro={t('session.resetIntro')}>
      <form noValidate onSubmit={form.onSubmit((values) => ask.mutate(values))}>
        <Stack>
          <TextInput
            autoFocus
            type="email"
            autoComplete="username"
            label={t('session.email')}
            key={form.key('email')}
            {...form.getInputProps('email')}
          />
          <FormError error={errorOfForm(ask.error)} />
          <Button type="submit" fullWidth size="md" loading={ask.isPending}>
            {t('session.sendLink')}
          </Button>
          <BackToSignIn />
        </Stack>
      </form>
    </SignInFrame>
  );
}

function BackToSignIn() {
  const { t } = useTranslation();
  return (
    <Anchor size="sm" renderRoot={(props) => <Link to="/sign-in" {...props} />}>
      {t('session.backToSignIn')}
    </Anchor>
  );
}
