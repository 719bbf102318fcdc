import { TextInput } from '@mantine/core';
import { isNotEmpty, useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { AdminRole } from '../../../domain/permissions';
import { type Outputs, trpc } from '../../client/trpc';
import { showFieldErrors } from '../../design/field-errors';
import { useMe } from '../../shell/navigation';
import { FormDialog } from './form-dialog';
import { RolePicker } from './role-picker';

/** Whom to invite, and as what. */
export function InviteDialog({
  onSent,
  onClose,
}: {
  onSent: (sent: Outputs['team']['invite']) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const isOwner = useMe()?.role === 'owner';
  const form = useForm<{ email: string; role: AdminRole }>({
    initialValues: { email: '', role: 'viewer' },
    validate: { email: isNotEmpty(t('team.emailMissing')) },
  });
  const invite = useMutation(
    trpc.team.invite.mutationOptions({
      onSuccess: (sent) => {
        onSent(sent);
        return client.invalidateQueries(trpc.team.pathFilter());
      },
      onError: (error) => showFieldErrors(form, error),
    }),
  );
  return (
    <FormDialog
      title={t('team.inviteTitle')}
      submitLabel={t('team.sendInvitation')}
      isWorking={invite.isPending}
      error={invite.error}
      onSubmit={form.onSubmit((values) => invite.mutate(values))}
      onClose={onClose}
    >
      <TextInput
        data-autofocus
        type="email"
        label={t('team.email')}
        description={t('team.emailHint')}
        {...form.getInputProps('email')}
      />
      <RolePicker mayMakeOwners={isOwner} {...form.getInputProps('role')} />
    </FormDialog>
  );
}
