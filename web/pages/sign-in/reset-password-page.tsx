import { Button, PasswordInput, Skeleton, Stack } from '@mantine/core';
import { isNotEmpty, useForm } from '@mantine/form';
import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { trpc } from '../../client/trpc';
import { errorOfForm, showFieldErrors } from '../../design/field-errors';
import { FormError } from '../../design/form-error';
import { SignInFrame } from './sign-in-frame';

const route = getRouteApi('/reset-password/$token');

/** Sets a new password by the link of a mail. */
export function ResetPasswordPage() {
  const { t } = useTranslation();
  const { token } = route.useParams();
  const link = useQuery(trpc.auth.checkReset.queryOptions({ token }, { staleTime: Infinity }));
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { password: '' },
    validate: { password: isNotEmpty(t('session.newPasswordMissing')) },
  });
  const set = useMutation(
    trpc.auth.resetPassword.mutationOptions({ onError: (error) => showFieldErrors(form, error) }),
  );
  if (set.isSuccess) {
    return (
      <SignInFrame title={t('session.resetDoneTitle')} intro={t('session.resetDone')}>
        <Button fullWidth size="md" renderRoot={(props) => <Link to="/sign-in" {...props} />}>
          {t('session.signIn')}
        </Button>
      </SignInFrame>
    );
  }
  const email = link.data?.email;
  return (
    <SignInFrame
      title={t('session.resetTitle')}
      intro={email === undefined ? undefined : t('session.resetFor', { email })}
    >
      {link.isPending && <Skeleton height={120} />}
      {link.isError && (
        <Stack>
          <FormError error={link.error} />
          <Button
            variant="default"
            renderRoot={(props) => <Link to="/reset-password" {...props} />}
          >
            {t('session.askForLink')}
          </Button>
        </Stack>
      )}
      {email !== undefined && (
        <form
          noValidate
          onSubmit={form.onSubmit(({ password }) => set.mutate({ token, password }))}
        >
          <Stack>
            {/* Password managers file the password under it. */}
            <input type="hidden" name="email" autoComplete="username" value={email} readOnly />
            <PasswordInput
              autoFocus
              autoComplete="new-password"
              label={t('session.newPassword')}
              description={t('session.newPasswordHint')}
              key={form.key('password')}
              {...form.getInputProps('password')}
            />
            <FormError error={errorOfForm(set.error)} />
            <Button type="submit" fullWidth size="md" loading={set.isPending}>
              {t('session.setPassword')}
            </Button>
          </Stack>
        </form>
      )}
    </SignInFrame>
  );
}
