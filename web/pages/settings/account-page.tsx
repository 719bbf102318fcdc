import { Button, Group, PasswordInput, Stack, TextInput } from '@mantine/core';
import { isNotEmpty, useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { trpc } from '../../client/trpc';
import { errorOfForm, showFieldErrors } from '../../design/field-errors';
import { FormError } from '../../design/form-error';
import { PageHeader } from '../../design/page-header';
import { useToast } from '../../design/use-toast';
import { type Me, useMe } from '../../shell/navigation';
import { Section } from './section';
import { Sessions } from './sessions';
import { TotpSection } from './totp-section';

/** One's own name, password, second factor and sessions: of everybody who signs in. */
export function AccountPage() {
  const { t } = useTranslation();
  const me = useMe();
  return (
    <>
      <PageHeader title={t('account.title')} intro={t('account.intro')} />
      {me !== undefined && (
        <>
          <Profile me={me} />
          <Password email={me.email ?? ''} />
          <TotpSection />
          <Sessions />
        </>
      )}
    </>
  );
}

function Profile({ me }: { me: Me }) {
  const { t } = useTranslation();
  const toast = useToast();
  const client = useQueryClient();
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { name: me.name },
    validate: { name: isNotEmpty(t('settings.nameMissing')) },
  });
  const change = useMutation(
    trpc.auth.changeName.mutationOptions({
      onSuccess: ({ name }) => {
        form.setInitialValues({ name });
        form.setValues({ name });
        toast(t('settings.saved'));
        return client.invalidateQueries();
      },
      onError: (error) => showFieldErrors(form, error),
    }),
  );
  return (
    <Section title={t('account.profile')}>
      <form noValidate onSubmit={form.onSubmit((values) => change.mutate(values))}>
        <Stack maw={440}>
          <TextInput
            autoComplete="name"
            label={t('account.name')}
            description={t('account.nameHint')}
            key={form.key('name')}
            {...form.getInputProps('name')}
          />
          <TextInput readOnly variant="filled" label={t('account.email')} value={me.email ?? ''} />
          <TextInput
            readOnly
            variant="filled"
            label={t('account.role')}
            value={t(`teamRole.${me.role}`)}
          />
          <FormError error={errorOfForm(change.error)} />
          <Group>
            <Button type="submit" loading={change.isPending}>
              {t('settings.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}

function Password({ email }: { email: string }) {
  const { t } = useTranslation();
  const toast = useToast();
  const client = useQueryClient();
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { currentPassword: '', newPassword: '' },
    validate: {
      currentPassword: isNotEmpty(t('settings.passwordMissing')),
      newPassword: isNotEmpty(t('session.newPasswordMissing')),
    },
  });
  const change = useMutation(
    trpc.auth.changePassword.mutationOptions({
      onSuccess: ({ sessionsEnded: count }) => {
        form.reset();
        toast(count === 0 ? t('settings.saved') : t('account.passwordChanged', { count }));
        return client.invalidateQueries(trpc.auth.sessions.queryFilter());
      },
      onError: (error) => showFieldErrors(form, error),
    }),
  );
  return (
    <Section title={t('account.passwordTitle')} intro={t('account.passwordIntro')}>
      <form noValidate onSubmit={form.onSubmit((values) => change.mutate(values))}>
        <Stack maw={440}>
          <input type="hidden" name="email" autoComplete="username" value={email} readOnly />
          <PasswordInput
            autoComplete="current-password"
            label={t('account.currentPassword')}
            key={form.key('currentPassword')}
            {...form.getInputProps('currentPassword')}
          />
          <PasswordInput
            autoComplete="new-password"
            label={t('account.newPassword')}
            description={t('account.newPasswordHint')}
            key={form.key('newPassword')}
            {...form.getInputProps('newPassword')}
          />
          <FormError error={errorOfForm(change.error)} />
          <Group>
            <Button type="submit" variant="default" loading={change.isPending}>
              {t('account.changePassword')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}
