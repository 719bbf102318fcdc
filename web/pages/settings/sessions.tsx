import { Group, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { signedOut } from '../../client/session';
import { type Outputs, trpc } from '../../client/trpc';
import { ConfirmButton } from '../../design/confirm-button';
import { type Column, DataTable } from '../../design/data-table';
import { StatusBadge } from '../../design/status-badge';
import { useToast } from '../../design/use-toast';
import { When } from '../../design/when';
import { readDevice } from './read-device';
import { Section } from './section';
import { wholeList } from './whole-list';

type Session = Outputs['auth']['sessions']['items'][number];

/** Where one is signed in, each to be ended, or all of them. */
export function Sessions() {
  const { t } = useTranslation();
  const list = useQuery(trpc.auth.sessions.queryOptions());
  const all = useMutation(trpc.auth.signOutEverywhere.mutationOptions({ onSuccess: signedOut }));
  return (
    <Section title={t('account.sessionsTitle')} intro={t('account.sessionsIntro')}>
      <DataTable
        caption={t('account.sessionsCaption')}
        columns={useColumns()}
        rows={list.data?.items}
        rowKey={({ id }) => id}
        query={list}
        paging={wholeList}
        empty={null}
      />
      <Group mt="md">
        <ConfirmButton
          variant="default"
          label={t('account.signOutEverywhere')}
          sentence={t('account.signOutEverywhereSentence')}
          isDangerous
          onConfirm={() => all.mutateAsync()}
        />
      </Group>
    </Section>
  );
}

function useColumns(): Column<Session>[] {
  const { t } = useTranslation();
  const toast = useToast();
  const client = useQueryClient();
  const end = useMutation(
    trpc.auth.endSession.mutationOptions({
      onSuccess: () => {
        toast(t('account.endSessionDone'));
        return client.invalidateQueries(trpc.auth.sessions.queryFilter());
      },
    }),
  );
  const deviceText = (device: string) => {
    const known = readDevice(device);
    return known === undefined ? t('account.unknownDevice') : t('account.deviceOn', known);
  };
  return [
    {
      key: 'device',
      title: t('account.device'),
      cell: ({ device, isThis }) => (
        <Group gap="xs">
          <Text size="sm" title={device}>
            {deviceText(device)}
          </Text>
          {isThis && <StatusBadge tone="good">{t('account.thisSession')}</StatusBadge>}
        </Group>
      ),
    },
    {
      key: 'signedInAt',
      title: t('account.signedInAt'),
      cell: ({ signedInAt }) => <When at={signedInAt} />,
    },
    {
      key: 'expiresAt',
      title: t('account.sessionEnds'),
      cell: ({ expiresAt }) => <When at={expiresAt} />,
    },
    {
      key: 'end',
      title: t('team.actions'),
      cell: ({ id, device, isThis }) =>
        !isThis && (
          <ConfirmButton
            size="compact-sm"
            variant="default"
            label={t('account.endSession')}
            title={t('account.endSessionOf', { device: deviceText(device) })}
            sentence={t('account.endSessionSentence')}
            onConfirm={() => end.mutateAsync({ sessionId: id })}
          />
        ),
    },
  ];
}
