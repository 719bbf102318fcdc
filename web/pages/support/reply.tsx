import { Button, Checkbox, Group, SegmentedControl, Stack, Text, Textarea } from '@mantine/core';
import { getHotkeyHandler } from '@mantine/hooks';
import { useMutation } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useKept } from '../../client/kept';
import { trpc } from '../../client/trpc';
import { FormError } from '../../design/form-error';
import { useToast } from '../../design/use-toast';
import { useAfterAct } from './use-after-act';
import type { SupportTicket } from './support-types';

interface Draft {
  mode: 'answer' | 'note';
  text: string;
  waits: boolean;
}

/**
 * What support writes: to the customer, or for itself. Who reads it stands beside the button. The
 * version guards against sending twice: after a lost connection, the ticket that is shown has it.
 */
export function Reply({ ticket }: { ticket: SupportTicket }) {
  const { t } = useTranslation();
  const hasCustomer = ticket.contact !== null || ticket.company !== null;
  const { draft, change, send, isMissing } = useReply(ticket, hasCustomer);
  const { mode, text, waits } = draft;
  const isAnswer = mode === 'answer';
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        send.now();
      }}
    >
      <Stack gap="sm" mt="lg">
        <SegmentedControl
          aria-label={t('supportReply.mode')}
          value={mode}
          onChange={(value) => change({ mode: value })}
          data={[
            { value: 'answer', label: t('supportReply.answer'), disabled: !hasCustomer },
            { value: 'note', label: t('supportReply.note') },
          ]}
        />
        <Textarea
          label={t(isAnswer ? 'supportReply.answerLabel' : 'supportReply.noteLabel')}
          description={<WhoReads ticket={ticket} isAnswer={isAnswer} />}
          autosize
          minRows={3}
          maxRows={16}
          dir="auto"
          value={text}
          error={isMissing && t('supportReply.missing')}
          onChange={(event) => change({ text: event.currentTarget.value })}
          onKeyDown={getHotkeyHandler([['mod+Enter', send.now]])}
        />
        {!hasCustomer && (
          <Text size="sm" c="dimmed">
            {t('supportReply.noCustomer')}
          </Text>
        )}
        <FormError error={send.error} />
        <Group justify="space-between">
          {isAnswer && ticket.state === 'open' ? (
            <Checkbox
              label={t('supportReply.thenWait')}
              checked={waits}
              onChange={(event) => change({ waits: event.currentTarget.checked })}
            />
          ) : (
            <span />
          )}
          <Button type="submit" loading={send.isPending}>
            {t(isAnswer ? 'supportReply.sendAnswer' : 'supportReply.keepNote')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function WhoReads({ ticket, isAnswer }: { ticket: SupportTicket; isAnswer: boolean }) {
  const { t } = useTranslation();
  const { contact, company } = ticket;
  if (!isAnswer) return t('supportReply.noteTo');
  const asked = contact?.hasLeft ? undefined : contact?.email;
  const who = asked ?? t('supportReply.owners', { company: company?.name ?? '' });
  return t('supportReply.answerTo', { who });
}

function useReply(ticket: SupportTicket, hasCustomer: boolean) {
  const { t } = useTranslation();
  const toast = useToast();
  const { id, version } = ticket;
  const kept = useKept<Draft>(`support/reply/${id}`);
  const empty: Draft = { mode: hasCustomer ? 'answer' : 'note', text: '', waits: false };
  const [draft, setDraft] = useState<Draft>(() => kept.read() ?? empty);
  const [isMissing, setIsMissing] = useState(false);
  const { onSuccess, onError } = useAfterAct(id);
  const after = {
    onError,
    onSuccess: async (changed: SupportTicket) => {
      toast(t(draft.mode === 'answer' ? 'supportReply.sent' : 'supportReply.kept'));
      kept.forget();
      setDraft({ ...empty, mode: draft.mode });
      await onSuccess(changed);
    },
  };
  const answer = useMutation(trpc.support.answer.mutationOptions(after));
  const note = useMutation(trpc.support.note.mutationOptions(after));
  // A second click comes before the page is drawn anew: it would find the version that the first changed.
  const isSending = useRef(false);
  const onSettled = () => {
    isSending.current = false;
  };
  const now = () => {
    const { mode, text, waits: waitForCustomer } = draft;
    if (isSending.current) return;
    if (text.trim() === '') return setIsMissing(true);
    isSending.current = true;
    if (mode === 'note') note.mutate({ id, text }, { onSettled });
    else answer.mutate({ id, version, text, waitForCustomer }, { onSettled });
  };
  return {
    draft,
    isMissing,
    change: (part: Partial<Draft>) => {
      const next = { ...draft, ...part };
      setDraft(next);
      setIsMissing(false);
      kept.write(next);
    },
    send: {
      now,
      error: draft.mode === 'answer' ? answer.error : note.error,
      isPending: answer.isPending || note.isPending,
    },
  };
}
