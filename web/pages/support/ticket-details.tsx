import { Anchor, Group, Select, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  distributionWorkflowId,
  orderWorkflowId,
  ticketWorkflowId,
} from '../../../contracts/workflows';
import { trpc } from '../../client/trpc';
import { Panel } from '../../design/panel';
import { When } from '../../design/when';
import { ticketPriorities, type TicketPriority } from '../../../domain/tickets';
import { useMay, useMe } from '../../shell/navigation';
import { ActButton } from './act-button';
import { Fact, Facts } from '../../design/facts';
import { TemporalLink } from './temporal-link';
import { useAfterAct } from './use-after-act';
import type { SupportTicket } from './support-types';

/** Who asks, about what, who takes care of it, and until when. */
export function TicketDetails({ ticket }: { ticket: SupportTicket }) {
  const { t } = useTranslation();
  const { answerDueAt, assignedTo, priority, company, cause, openedBy, createdAt } = ticket;
  return (
    <Panel p="lg">
      <Stack>
        <Title order={2}>{t('supportTicket.details')}</Title>
        <Facts>
          {answerDueAt !== null && (
            <Fact name={t('supportTicket.due')}>
              <When at={answerDueAt} />
            </Fact>
          )}
          <Fact name={t('supportTicket.assignee')}>
            {assignedTo?.name ?? t('supportQueue.nobody')}
          </Fact>
          <Fact name={t('supportTicket.priority')}>{t(`supportWords.priorities.${priority}`)}</Fact>
          {company !== null && <Fact name={t('supportTicket.company')}>{company.name}</Fact>}
          <Contact ticket={ticket} />
          <Fact name={t('supportTicket.cause')}>{t(`supportWords.causes.${cause}`)}</Fact>
          <Fact name={t('supportTicket.openedBy')}>{t(`supportWords.openedBy.${openedBy}`)}</Fact>
          <Fact name={t('supportTicket.created')}>
            <When at={createdAt} />
          </Fact>
          <Runs ticket={ticket} />
        </Facts>
        <Group gap="xs">
          <Assign key={assignedTo?.id ?? 'nobody'} ticket={ticket} />
          <ChangePriority key={priority} ticket={ticket} />
        </Group>
      </Stack>
    </Panel>
  );
}

/** What a stranger typed proves nothing: an agent must not act on it alone. */
function Contact({ ticket }: { ticket: SupportTicket }) {
  const { t } = useTranslation();
  const { contact, company } = ticket;
  if (contact === null) {
    if (company === null) return null;
    return <Fact name={t('supportTicket.contact')}>{t('supportTicket.owners')}</Fact>;
  }
  const standing = standingOf(contact);
  const isTrusted = standing === 'verified';
  return (
    <Fact name={t('supportTicket.contact')}>
      {contact.name}
      {contact.email !== null && (
        <Anchor inherit display="block" href={`mailto:${contact.email}`}>
          {contact.email}
        </Anchor>
      )}
      <Text size="xs" c={isTrusted ? 'dimmed' : 'var(--mantine-color-error)'}>
        {t(`supportTicket.${standing}`)}
      </Text>
    </Fact>
  );
}

function standingOf({ hasLeft, verified }: NonNullable<SupportTicket['contact']>) {
  if (hasLeft) return 'hasLeft';
  return verified ? 'verified' : 'notVerified';
}

function Runs({ ticket }: { ticket: SupportTicket }) {
  const { t } = useTranslation();
  const mayInspect = useMay('workflows.inspect');
  if (!mayInspect) return null;
  const { id, distributionId, orderId, rewards } = ticket;
  // Who asks about rewards need not name their send; an incident has those of many.
  const sends = new Set([distributionId, ...rewards.map((reward) => reward.distributionId)]);
  return (
    <Fact name={t('supportTicket.runs')}>
      <Stack gap={2} align="flex-end">
        <TemporalLink workflowId={ticketWorkflowId(id)}>
          {t('supportTicket.ticketRun')}
        </TemporalLink>
        {[...sends]
          .filter((send) => send !== null)
          .slice(0, MOST_SENDS)
          .map((send) => (
            <TemporalLink key={send} workflowId={distributionWorkflowId(send)}>
              {t('supportTicket.distributionRun')}
            </TemporalLink>
          ))}
        {orderId !== null && (
          <TemporalLink workflowId={orderWorkflowId(orderId)}>
            {t('supportTicket.orderRun')}
          </TemporalLink>
        )}
      </Stack>
    </Fact>
  );
}

/** Links of an incident; a hundred would hide all else. */
const MOST_SENDS = 5;

function Assign({ ticket }: { ticket: SupportTicket }) {
  const { t } = useTranslation();
  const me = useMe();
  const { id, assignedTo } = ticket;
  const { data: agents = [] } = useQuery(trpc.support.agents.queryOptions());
  const [chosen, setChosen] = useState<string | null>();
  const assign = useMutation(trpc.support.assign.mutationOptions(useAfterAct(id)));
  const agentId = chosen === undefined ? (assignedTo?.id ?? null) : chosen;
  return (
    <>
      {me !== undefined && assignedTo?.id !== me.id && (
        <ActButton
          of={ticket}
          size="xs"
          label={t('supportAct.take')}
          sentence={t('supportAct.takeSentence')}
          presetReason={t('supportAct.takeReason')}
          act={(said) => assign.mutateAsync({ ...said, agentId: me.id })}
        />
      )}
      <ActButton
        of={ticket}
        size="xs"
        variant="default"
        label={t('supportAct.assign')}
        sentence={t('supportAct.assignSentence')}
        fields={() => (
          <Select
            data-autofocus
            label={t('supportAct.assignTo')}
            placeholder={t('supportQueue.nobody')}
            clearable
            clearButtonProps={{ 'aria-label': t('supportQueue.nobody') }}
            data={agents.map(({ id: value, name: label }) => ({ value, label }))}
            value={agentId}
            onChange={setChosen}
          />
        )}
        act={(said) => assign.mutateAsync({ ...said, agentId })}
      />
    </>
  );
}

function ChangePriority({ ticket }: { ticket: SupportTicket }) {
  const { t } = useTranslation();
  const { id } = ticket;
  const [chosen, setChosen] = useState<TicketPriority>();
  const change = useMutation(trpc.support.setPriority.mutationOptions(useAfterAct(id)));
  const priority = chosen ?? ticket.priority;
  return (
    <ActButton
      of={ticket}
      size="xs"
      variant="default"
      label={t('supportAct.changePriority')}
      sentence={t('supportAct.changePrioritySentence')}
      fields={() => (
        <Select
          data-autofocus
          label={t('supportAct.newPriority')}
          allowDeselect={false}
          data={ticketPriorities.map((value) => ({
            value,
            label: t(`supportWords.priorities.${value}`),
          }))}
          value={priority}
          onChange={(value) => setChosen(ticketPriorities.find((each) => each === value))}
        />
      )}
      act={(said) => change.mutateAsync({ ...said, priority })}
    />
  );
}
