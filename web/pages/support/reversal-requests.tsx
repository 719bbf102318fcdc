import { Alert, Group, Stack, Text } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { trpc } from '../../client/trpc';
import { usePointsText } from '../../design/points';
import { useMe } from '../../shell/navigation';
import { ActButton, type Said } from './act-button';
import { useAgentName } from './author-name';
import { useAfterAct } from './use-after-act';
import type { SupportTicket } from './support-types';

/** Reversals that one person has asked for and another decides. */
export function ReversalRequests({ ticket }: { ticket: SupportTicket }) {
  return ticket.reversalRequests.map((request) => (
    <ReversalRequest key={request.id} ticket={ticket} request={request} />
  ));
}

interface Props {
  ticket: SupportTicket;
  request: SupportTicket['reversalRequests'][number];
}

function ReversalRequest({ ticket, request }: Props) {
  const { t } = useTranslation();
  const pointsText = usePointsText();
  const agentName = useAgentName();
  const me = useMe();
  const { id } = ticket;
  const decide = useMutation(trpc.support.decideReversal.mutationOptions(useAfterAct(id)));
  const act = (approve: boolean) => (said: Said) =>
    decide.mutateAsync({ ...said, requestId: request.id, approve });
  const points = pointsText(request.points);
  const name = ticket.rewards.find((reward) => reward.id === request.rewardId)?.name ?? '';
  const isOwn = request.requestedBy === me?.id;
  const requester = agentName(request.requestedBy);
  return (
    <Alert
      color="orange"
      variant="light"
      icon={<IconUsers aria-hidden />}
      title={t('supportTicket.waiting')}
    >
      <Stack gap="sm">
        <Text size="sm">
          {t('supportTicket.waitingText', { points, name, requester, reason: request.reason })}
        </Text>
        <Group gap="xs">
          <ActButton
            of={ticket}
            size="xs"
            label={t('supportAct.approve')}
            title={t('supportAct.approveTitle')}
            sentence={t('supportAct.approveSentence', { points, name })}
            disabledReason={isOwn ? t('supportAct.approveOwn') : undefined}
            isDangerous
            act={act(true)}
          />
          <ActButton
            of={ticket}
            size="xs"
            variant="default"
            label={t(isOwn ? 'supportAct.withdraw' : 'supportAct.reject')}
            title={t('supportAct.rejectTitle')}
            sentence={t('supportAct.rejectSentence', { name })}
            act={act(false)}
          />
        </Group>
      </Stack>
    </Alert>
  );
}
