import { Box, Button, Group, Radio, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useKept } from '../../client/kept';
import { client, type Inputs, trpc } from '../../client/trpc';
import { FormError } from '../../design/form-error';
import { PageHeader } from '../../design/page-header';
import { Panel } from '../../design/panel';
import { askedCauses } from '../../../domain/tickets';
import { parseMessage, parseName } from '../../../domain/typed-text';
import { About } from './ticket-about';
import type { AskedCause } from './tickets-search';
import { useIntentKey } from '../../client/intent-key';

const route = getRouteApi('/admin/tickets/new');

interface Values {
  cause: AskedCause;
  subject: string;
  text: string;
}

/** Asks support, about a send, a reward, or anything else. */
export function NewTicketPage() {
  const { t } = useTranslation();
  return (
    <Box maw={720}>
      <PageHeader title={t('newTicket.title')} intro={t('newTicket.intro')} />
      <Panel p="lg">
        <TicketForm />
      </Panel>
    </Box>
  );
}

function TicketForm() {
  const { t } = useTranslation();
  const { distribution, reward, cause = 'other' } = route.useSearch();
  const navigate = route.useNavigate();
  const queries = useQueryClient();
  const name = `tickets/new/${distribution ?? ''}/${reward ?? ''}`;
  const kept = useKept<Values>(name);
  const intent = useIntentKey(name);
  const form = useForm<Values>({
    initialValues: kept.read() ?? { cause, subject: '', text: '' },
    onValuesChange: kept.write,
    validate: {
      // As the API judges them.
      subject: (value) => (parseName(value) === undefined ? t('newTicket.subjectWrong') : null),
      text: (value) => (parseMessage(value) === undefined ? t('newTicket.textWrong') : null),
    },
  });
  const create = useMutation({
    mutationFn: (input: Inputs['tickets']['create']) =>
      client.tickets.create.mutate(input, { context: { idempotencyKey: intent.keyOf(input) } }),
    onSuccess: async ({ id }) => {
      kept.forget();
      intent.forget();
      await Promise.all([
        queries.invalidateQueries(trpc.tickets.list.pathFilter()),
        queries.invalidateQueries(trpc.overview.pathFilter()),
      ]);
      await navigate({ to: '/tickets/$id', params: { id }, replace: true });
    },
  });
  const send = form.onSubmit(({ cause: about, subject, text }) =>
    create.mutate({
      ...{ cause: about, subject, text },
      ...(distribution !== undefined && { distributionId: distribution }),
      ...(reward !== undefined && { rewardIds: [reward] }),
    }),
  );
  return (
    <form noValidate onSubmit={send}>
      <Stack>
        {distribution !== undefined && <AboutSend id={distribution} rewardId={reward} />}
        <Radio.Group label={t('newTicket.cause')} {...form.getInputProps('cause')}>
          <Stack gap={6} mt={6}>
            {askedCauses.map((value) => (
              <Radio key={value} value={value} label={t(`ticketCause.${value}`)} />
            ))}
          </Stack>
        </Radio.Group>
        {form.values.cause === 'cancel_what_was_sent' && (
          <Text size="sm" c="dimmed">
            {t('newTicket.cancelHint')}
          </Text>
        )}
        <TextInput
          required
          maxLength={200}
          label={t('newTicket.subject')}
          {...form.getInputProps('subject')}
        />
        <Textarea
          required
          autosize
          minRows={6}
          maxLength={5_000}
          label={t('newTicket.text')}
          description={t('newTicket.textHint')}
          {...form.getInputProps('text')}
        />
        <FormError error={create.error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" renderRoot={(props) => <Link to="/tickets" {...props} />}>
            {t('shell.cancel')}
          </Button>
          <Button type="submit" loading={create.isPending}>
            {t('newTicket.send')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** Says what the ticket is about, so that nobody has to copy an id. */
function AboutSend({ id, rewardId }: { id: string; rewardId: string | undefined }) {
  const send = useQuery(trpc.distributions.get.queryOptions({ id }));
  const reward = useQuery({
    ...trpc.rewards.get.queryOptions({ id: rewardId ?? '' }),
    enabled: rewardId !== undefined,
  });
  const error = send.error ?? reward.error;
  if (error !== null) return <FormError error={error} />;
  return <About distribution={send.data} rewards={reward.data && [reward.data]} />;
}
