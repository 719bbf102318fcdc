import { Group, List, Text, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type Outputs, trpc } from '../../client/trpc';
import { ConfirmButton } from '../../design/confirm-button';
import { FormError } from '../../design/form-error';
import { Panel } from '../../design/panel';
import { useToast } from '../../design/use-toast';
import { When } from '../../design/when';
import { useMay } from '../../shell/navigation';
import { useFormat } from '../../texts/use-format';

/** The mails of a send that are to go out once more at a later time, by their time. */
export function ScheduledResends({ id }: { id: string }) {
  const { t } = useTranslation();
  const resends = useQuery(
    trpc.distributions.resends.queryOptions({ id }, { refetchInterval: LOOK_AGAIN_MILLISECONDS }),
  );
  if (resends.error !== null) {
    return <FormError error={resends.error} onRetry={() => void resends.refetch()} />;
  }
  const groups = resends.data?.items ?? [];
  if (groups.length === 0) return null;
  return (
    <Panel p="lg" mb="lg">
      <Title order={2} mb="md">
        {t('resend.scheduled')}
      </Title>
      <List listStyleType="none" spacing="sm" styles={{ itemWrapper: { width: '100%' } }}>
        {groups.map((group) => (
          <List.Item key={group.sendAt} styles={{ itemLabel: { width: '100%' } }}>
            <ResendGroup id={id} group={group} />
          </List.Item>
        ))}
      </List>
    </Panel>
  );
}

/** One by one they leave this list when their time comes. */
const LOOK_AGAIN_MILLISECONDS = 30_000;

type Waiting = Outputs['distributions']['resends']['items'][number];

function ResendGroup({ id, group }: { id: string; group: Waiting }) {
  const { t } = useTranslation();
  const { number, time } = useFormat();
  const client = useQueryClient();
  const toast = useToast();
  const maySend = useMay('distributions.send');
  const { sendAt, emails: count, name } = group;
  const cancel = useMutation(
    trpc.distributions.cancelResends.mutationOptions({
      onSuccess: ({ cancelled }) => {
        toast(t('resend.cancelDone', { count: cancelled, number: number(cancelled) }));
        return client.invalidateQueries(trpc.distributions.resends.queryFilter({ id }));
      },
    }),
  );
  const who = t('resend.group', { count, number: number(count), name });
  return (
    <Group justify="space-between" gap="sm">
      <Text size="sm">
        <When at={sendAt} />
        {`: ${who}`}
      </Text>
      {maySend && (
        <ConfirmButton
          size="xs"
          variant="default"
          label={t('resend.cancel')}
          sentence={t('resend.cancelSentence', {
            count,
            number: number(count),
            time: time(sendAt),
          })}
          isDangerous
          onConfirm={() => cancel.mutateAsync({ id, at: sendAt })}
        />
      )}
    </Group>
  );
}
