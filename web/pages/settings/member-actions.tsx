import { Button, Group, Tooltip } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { trpc } from '../../client/trpc';
import { ConfirmButton } from '../../design/confirm-button';
import { useToast } from '../../design/use-toast';
import { useMe } from '../../shell/navigation';
import { FormDialog } from './form-dialog';
import { RolePicker } from './role-picker';
import type { Member } from './team-page';

/** What one may do with a person of the team; what one may not says why. */
export function MemberActions({ member, isLastOwner }: { member: Member; isLastOwner: boolean }) {
  const { t } = useTranslation();
  const toast = useToast();
  const client = useQueryClient();
  const me = useMe();
  const [isChoosing, setIsChoosing] = useState(false);
  const { id, name, role, isYou } = member;
  const remove = useMutation(
    trpc.team.remove.mutationOptions({
      onSuccess: () => {
        toast(t('team.removed', { name }));
        return client.invalidateQueries(trpc.team.pathFilter());
      },
    }),
  );
  const notAllowed =
    role === 'owner' && me?.role !== 'owner'
      ? t('team.ownersOnly')
      : isLastOwner
        ? t('team.lastOwner')
        : undefined;
  return (
    <Group gap="xs" justify="flex-end" wrap="nowrap">
      <RoleButton
        name={name}
        disabledReason={notAllowed ?? (isYou ? t('team.ownRole') : undefined)}
        onClick={() => setIsChoosing(true)}
      />
      <ConfirmButton
        size="compact-sm"
        variant="default"
        aria-label={t('team.removeOf', { name })}
        label={t('team.remove')}
        title={t('team.removeTitle', { name })}
        sentence={t('team.removeSentence', { name })}
        isDangerous
        disabledReason={notAllowed ?? (isYou ? t('team.ownRemoval') : undefined)}
        onConfirm={() => remove.mutateAsync({ id })}
      />
      {isChoosing && <RoleDialog member={member} onClose={() => setIsChoosing(false)} />}
    </Group>
  );
}

function RoleButton({
  name,
  disabledReason,
  onClick,
}: {
  name: string;
  disabledReason: string | undefined;
  onClick: () => void;
}) {
  const { t } = useTranslation();
  const reasonId = useId();
  const label = t('team.changeRoleOf', { name });
  if (disabledReason === undefined) {
    return (
      <Button size="compact-sm" variant="default" aria-label={label} onClick={onClick}>
        {t('team.changeRole')}
      </Button>
    );
  }
  return (
    <Tooltip label={disabledReason} multiline maw={320}>
      <Button
        size="compact-sm"
        data-disabled
        aria-disabled
        aria-label={label}
        aria-describedby={reasonId}
      >
        {t('team.changeRole')}
        <span id={reasonId} hidden>
          {disabledReason}
        </span>
      </Button>
    </Tooltip>
  );
}

function RoleDialog({ member, onClose }: { member: Member; onClose: () => void }) {
  const { t } = useTranslation();
  const toast = useToast();
  const client = useQueryClient();
  const isOwner = useMe()?.role === 'owner';
  const { id, name } = member;
  const form = useForm({ initialValues: { role: member.role } });
  const change = useMutation(
    trpc.team.changeRole.mutationOptions({
      onSuccess: ({ role }) => {
        toast(t('team.roleChanged', { name, role: t(`teamRole.${role}`) }));
        onClose();
        return client.invalidateQueries(trpc.team.pathFilter());
      },
    }),
  );
  return (
    <FormDialog
      title={t('team.changeRoleTitle', { name })}
      submitLabel={t('settings.save')}
      isWorking={change.isPending}
      error={change.error}
      onSubmit={form.onSubmit(({ role }) => change.mutate({ id, role }))}
      onClose={onClose}
    >
      <RolePicker mayMakeOwners={isOwner} {...form.getInputProps('role')} />
    </FormDialog>
  );
}
