import { Button, Group, Stack, Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useIntentKey } from '../../client/intent-key';
import { useKept } from '../../client/kept';
import { client, type Inputs, trpc } from '../../client/trpc';
import { FormError } from '../../design/form-error';
import { parseMessage } from '../../../domain/typed-text';
import type { Ticket } from './ticket-page';

/** Writes to support; a ticket that was resolved opens again. Ctrl Enter sends. */
export function TicketReply({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { id, state } = ticket;
  const kept = useKept<{ text: string }>(`tickets/${id}`);
  const intent = useIntentKey(`tickets/${id}`);
  const form = useForm({
    initialValues: kept.read() ?? { text: '' },
    onValuesChange: kept.write,
    validate: {
      text: (value) => (parseMessage(value) === undefined ? t('newTicket.textWrong') : null),
    },
  });
  const add = useMutation({
    mutationFn: (input: Inputs['tickets']['addMessage']) =>
      client.tickets.addMessage.mutate(input, {
        context: { idempotencyKey: intent.keyOf(input) },
      }),
    onSuccess: (changed) => {
      form.setValues({ text: '' });
      kept.forget();
      intent.forget();
      queries.setQueryData(trpc.tickets.get.queryKey({ id }), changed);
      return queries.invalidateQueries(trpc.tickets.list.pathFilter());
    },
    // The answer may have been lost after it was written: then it stands above, to be seen.
    onError: () => queries.invalidateQueries(trpc.tickets.get.queryFilter({ id })),
  });
  const send = form.onSubmit(({ text }) => add.mutate({ id, text }));
  return (
    <form noValidate onSubmit={send}>
      <Stack mt="lg">
        <Textarea
          autosize
          minRows={3}
          maxLength={5_000}
          label={t('tickets.reply')}
          description={state === 'resolved' ? t('tickets.replyReopens') : undefined}
          onKeyDown={(event) => {
            if ((event.ctrlKey || event.metaKey) && event.key === 'Enter' && !add.isPending) send();
          }}
          {...form.getInputProps('text')}
        />
        <FormError error={add.error} />
        <Group justify="flex-end">
          <Button type="submit" loading={add.isPending}>
            {t('tickets.send')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
