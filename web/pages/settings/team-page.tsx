import { Alert, Button, Group, Text } from '@mantine/core';
import { IconAlertTriangle, IconUserPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Outputs, trpc } from '../../client/trpc';
import { type Column, DataTable } from '../../design/data-table';
import { PageHeader } from '../../design/page-header';
import { StatusBadge } from '../../design/status-badge';
import { useToast } from '../../design/use-toast';
import { When } from '../../design/when';
import { useMay, useMe } from '../../shell/navigation';
import { Invitations } from './invitations';
import { InviteDialog } from './invite-dialog';
import { MemberActions } from './member-actions';
import { wholeList } from './whole-list';

export type Member = Outputs['team']['list']['people'][number];

/** Who acts for the company: the people, and who is invited. */
export function TeamPage() {
  const { t } = useTranslation();
  const company = useMe()?.company?.name ?? '';
  const mayManage = useMay('team.manage');
  const toast = useToast();
  const [isInviting, setIsInviting] = useState(false);
  const [notMailed, setNotMailed] = useState<string>();
  const list = useQuery(trpc.team.list.queryOptions());
  const sent = ({ mail, invitation: { email } }: Outputs['team']['invite']) => {
    setIsInviting(false);
    setNotMailed(mail === 'refused' ? email : undefined);
    if (mail === 'accepted') toast(t('team.invited', { email }));
    if (mail === 'deferred') toast(t('team.invitedLater', { email }));
  };
  return (
    <>
      <PageHeader
        title={t('team.title')}
        intro={t('team.intro', { company })}
        actions={
          mayManage && (
            <Button
              leftSection={<IconUserPlus size={16} aria-hidden />}
              onClick={() => setIsInviting(true)}
            >
              {t('team.invite')}
            </Button>
          )
        }
      />
      {notMailed !== undefined && (
        <Alert
          role="alert"
          variant="light"
          color="yellow"
          mb="md"
          icon={<IconAlertTriangle aria-hidden />}
        >
          {t('team.notMailed', { email: notMailed })}
        </Alert>
      )}
      <DataTable
        caption={t('team.caption')}
        columns={useColumns(mayManage, list.data?.people ?? [])}
        rows={list.data?.people}
        rowKey={({ id }) => id}
        query={list}
        paging={wholeList}
        empty={null}
      />
      <Invitations invitations={list.data?.invitations ?? []} onSent={sent} />
      {isInviting && <InviteDialog onSent={sent} onClose={() => setIsInviting(false)} />}
    </>
  );
}

function useColumns(mayManage: boolean, people: readonly Member[]): Column<Member>[] {
  const { t } = useTranslation();
  const owners = people.filter(({ role }) => role === 'owner').length;
  const columns: Column<Member>[] = [
    {
      key: 'person',
      title: t('team.person'),
      cell: ({ name, email, isYou }) => (
        <>
          <Group gap="xs">
            <Text size="sm" fw={550}>
              {name}
            </Text>
            {isYou && <StatusBadge tone="quiet">{t('team.you')}</StatusBadge>}
          </Group>
          <Text size="sm" c="dimmed">
            {email}
          </Text>
        </>
      ),
    },
    { key: 'role', title: t('team.role'), cell: ({ role }) => t(`teamRole.${role}`) },
    {
      key: 'totp',
      title: t('team.secondFactor'),
      cell: ({ totpEnabled }) => (
        <StatusBadge tone={totpEnabled ? 'good' : 'quiet'}>
          {t(totpEnabled ? 'team.on' : 'team.off')}
        </StatusBadge>
      ),
    },
    {
      key: 'lastSignedIn',
      title: t('team.lastSignedIn'),
      cell: ({ lastSignedInAt }) =>
        lastSignedInAt === null ? t('settings.never') : <When at={lastSignedInAt} />,
    },
  ];
  if (!mayManage) return columns;
  const actions = {
    key: 'actions',
    title: t('team.actions'),
    cell: (member: Member) => (
      <MemberActions member={member} isLastOwner={member.role === 'owner' && owners <= 1} />
    ),
  };
  return [...columns, actions];
}
