import { Button, PasswordInput, Skeleton, Stack, Text, TextInput } from '@mantine/core';
import { isNotEmpty, useForm } from '@mantine/form';
import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useRouter } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { type Outputs, trpc } from '../../client/trpc';
import { errorOfForm, showFieldErrors } from '../../design/field-errors';
import { FormError } from '../../design/form-error';
import { entered } from './entered';
import { SignInFrame } from './sign-in-frame';

const route = getRouteApi('/invitation/$token');

/** Joins a team by the link of an invitation. */
export function InvitationPage() {
  const { t } = useTranslation();
  const { token } = route.useParams();
  const found = useQuery(
    trpc.auth.findInvitation.queryOptions({ token }, { staleTime: Infinity, retry: false }),
  );
  if (found.data !== undefined) return <JoinForm token={token} invitation={found.data} />;
  return (
    <SignInFrame title={t('session.invitationOver')} intro={undefined}>
      {found.isPending && <Skeleton height={200} />}
      {found.isError && (
        <Stack>
          <FormError error={found.error} />
          <Button variant="default" renderRoot={(props) => <Link to="/sign-in" {...props} />}>
            {t('session.signIn')}
          </Button>
        </Stack>
      )}
    </SignInFrame>
  );
}

function JoinForm({
  token,
  invitation: { companyName: company, email, role },
}: {
  token: string;
  invitation: Outputs['auth']['findInvitation'];
}) {
  const { t } = useTranslation();
  const router = useRouter();
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { name: '', password: '' },
    validate: {
      name: isNotEmpty(t('session.nameMissing')),
      password: isNotEmpty(t('session.newPasswordMissing')),
    },
  });
  const join = useMutation(
    trpc.auth.join.mutationOptions({
      onSuccess: async () => {
        await entered();
        router.history.push('/');
      },
      onError: (error) => showFieldErrors(form, error),
    }),
  );
  return (
    <SignInFrame
      title={t('session.invitationTitle', { company })}
      intro={t('session.invitationText', { role: t(`teamRole.${role}`), email })}
    >
      <form noValidate onSubmit={form.onSubmit((values) => join.mutate({ token, ...values }))}>
        <Stack>
          <Text size="sm">{t(`teamRoleText.${role}`)}</Text>
          <input type="hidden" name="email" autoComplete="username" value={email} readOnly />
          <TextInput
            autoFocus
            autoComplete="name"
            label={t('session.yourName')}
            key={form.key('name')}
            {...form.getInputProps('name')}
          />
          <PasswordInput
            autoComplete="new-password"
            label={t('session.password')}
            description={t('session.newPasswordHint')}
            key={form.key('password')}
            {...form.getInputProps('password')}
          />
          <FormError error={errorOfForm(join.error)} />
          <Button type="submit" fullWidth size="md" loading={join.isPending}>
            {t('session.join')}
          </Button>
        </Stack>
      </form>
    </SignInFrame>
  );
}
