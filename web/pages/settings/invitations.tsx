import { Button, Group, Text, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Outputs, trpc } from '../../client/trpc';
import { ConfirmButton } from '../../design/confirm-button';
import { type Column, DataTable } from '../../design/data-table';
import { FormError } from '../../design/form-error';
import { StatusBadge } from '../../design/status-badge';
import { useToast } from '../../design/use-toast';
import { When } from '../../design/when';
import { useMay, useMe } from '../../shell/navigation';
import { wholeList } from './whole-list';

type Invitation = Outputs['team']['list']['invitations'][number];

/** Who was invited and has not joined: sent again, or taken back. Nothing when there is nobody. */
export function Invitations({
  invitations,
  onSent,
}: {
  invitations: readonly Invitation[];
  onSent: (sent: Outputs['team']['invite']) => void;
}) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const toast = useToast();
  const again = useMutation(
    trpc.team.resendInvitation.mutationOptions({
      onSuccess: (sent) => {
        onSent(sent);
        return client.invalidateQueries(trpc.team.pathFilter());
      },
    }),
  );
  const cancel = useMutation(
    trpc.team.cancelInvitation.mutationOptions({
      onSuccess: () => {
        toast(t('team.cancelled'));
        return client.invalidateQueries(trpc.team.pathFilter());
      },
    }),
  );
  const columns = useColumns({
    isSending: again.isPending,
    onSendAgain: (id) => again.mutate({ invitationId: id }),
    onCancel: (id) => cancel.mutateAsync({ invitationId: id }),
  });
  if (invitations.length === 0) return null;
  return (
    <>
      <Title order={2} mt="xl" mb="md">
        {t('team.invitations')}
      </Title>
      <FormError error={again.error} />
      <DataTable
        caption={t('team.invitationsCaption')}
        columns={columns}
        rows={invitations}
        rowKey={({ id }) => id}
        paging={wholeList}
        empty={null}
      />
    </>
  );
}

function useColumns(actions: {
  isSending: boolean;
  onSendAgain: (id: string) => void;
  onCancel: (id: string) => Promise<unknown>;
}): Column<Invitation>[] {
  const { t } = useTranslation();
  const mayManage = useMay('team.manage');
  const isOwner = useMe()?.role === 'owner';
  const columns: Column<Invitation>[] = [
    {
      key: 'email',
      title: t('team.email'),
      cell: ({ email, mail }) => (
        <>
          <Text size="sm" fw={550}>
            {email}
          </Text>
          {mail === 'waiting' && <StatusBadge tone="waiting">{t('team.mailWaits')}</StatusBadge>}
          {mail === 'failed' && <StatusBadge tone="bad">{t('team.mailFailed')}</StatusBadge>}
        </>
      ),
    },
    { key: 'role', title: t('team.role'), cell: ({ role }) => t(`teamRole.${role}`) },
    { key: 'by', title: t('team.invitedBy'), cell: ({ invitedBy }) => invitedBy ?? '–' },
    {
      key: 'expires',
      title: t('team.expires'),
      cell: ({ expiresAt }) => <Expiry at={expiresAt} />,
    },
  ];
  if (!mayManage) return columns;
  const cell = ({ id, email, role }: Invitation) => {
    if (role === 'owner' && !isOwner) return t('team.ownersOnly');
    return (
      <Group gap="xs" justify="flex-end" wrap="nowrap">
        <Button
          size="compact-sm"
          variant="default"
          loading={actions.isSending}
          aria-label={t('team.sendAgainOf', { email })}
          onClick={() => actions.onSendAgain(id)}
        >
          {t('team.sendAgain')}
        </Button>
        <ConfirmButton
          size="compact-sm"
          variant="default"
          aria-label={t('team.cancelOf', { email })}
          label={t('team.cancelInvitation')}
          title={t('team.cancelOf', { email })}
          confirmLabel={t('team.cancelInvitation')}
          sentence={t('team.cancelSentence')}
          onConfirm={() => actions.onCancel(id)}
        />
      </Group>
    );
  };
  return [...columns, { key: 'actions', title: t('team.actions'), cell }];
}

function Expiry({ at }: { at: string }) {
  const { t } = useTranslation();
  // Once, when the list comes: a badge that appears by itself would help nobody.
  const [now] = useState(() => Date.now());
  if (Date.parse(at) > now) return <When at={at} />;
  return <StatusBadge tone="waiting">{t('team.expired')}</StatusBadge>;
}
