import { Checkbox, Input, Radio, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type SubscribableEventType, subscribableEventTypes } from '../../../domain/webhook-events';
import { type Outputs, trpc } from '../../client/trpc';
import { showFieldErrors } from '../../design/field-errors';
import { FormDialog } from './form-dialog';
import { ShownSecret } from './shown-secret';

export type Webhook = Outputs['webhooks']['get'];

/** Sets an endpoint up and shows its secret, this once; or changes one. */
export function WebhookDialog({ webhook, onClose }: { webhook?: Webhook; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const form = useWebhookForm(webhook);
  const options = {
    onSuccess: () => client.invalidateQueries(trpc.webhooks.pathFilter()),
    onError: (error: unknown) => showFieldErrors(form, error),
  };
  const create = useMutation(trpc.webhooks.create.mutationOptions(options));
  const update = useMutation(trpc.webhooks.update.mutationOptions(options));
  if (create.isSuccess) {
    return (
      <ShownSecret
        title={t('webhooks.shownTitle')}
        sentence={t('webhooks.shownSentence')}
        label={t('webhooks.secret')}
        secret={create.data.secret}
        onKept={onClose}
      />
    );
  }
  const submit = form.onSubmit(({ url, description, which, eventTypes }) => {
    const input = { url, description, eventTypes: which === 'all' ? null : eventTypes };
    if (webhook === undefined) create.mutate(input);
    else update.mutate({ id: webhook.id, ...input }, { onSuccess: onClose });
  });
  return (
    <FormDialog
      title={t(webhook === undefined ? 'webhooks.createTitle' : 'webhooks.editTitle')}
      submitLabel={t(webhook === undefined ? 'webhooks.createConfirm' : 'settings.save')}
      isWorking={create.isPending || update.isPending}
      error={create.error ?? update.error}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextInput
        data-autofocus
        type="url"
        label={t('webhooks.address')}
        description={t('webhooks.addressHint')}
        {...form.getInputProps('url')}
      />
      <TextInput
        label={t('webhooks.description')}
        description={t('webhooks.descriptionHint')}
        {...form.getInputProps('description')}
      />
      <Radio.Group label={t('webhooks.which')} {...form.getInputProps('which')}>
        <Stack gap="xs" mt="xs">
          <Radio
            value="all"
            label={t('webhooks.whichAll')}
            description={t('webhooks.whichAllText')}
          />
          <Radio value="some" label={t('webhooks.whichSome')} />
        </Stack>
      </Radio.Group>
      {form.values.which === 'some' && <EventTypes form={form} />}
    </FormDialog>
  );
}

function useWebhookForm(webhook: Webhook | undefined) {
  const { t } = useTranslation();
  return useForm<WebhookForm>({
    initialValues: {
      url: webhook?.url ?? '',
      description: webhook?.description ?? '',
      which: (webhook?.eventTypes ?? null) === null ? 'all' : 'some',
      eventTypes: webhook?.eventTypes ?? [],
    },
    validate: {
      url: (url) => (url.trim() === '' ? t('webhooks.addressMissing') : null),
      eventTypes: (types, { which }) =>
        which === 'some' && types.length === 0 ? t('webhooks.whichMissing') : null,
    },
  });
}

interface WebhookForm extends Record<string, unknown> {
  url: string;
  description: string;
  which: 'all' | 'some';
  eventTypes: SubscribableEventType[];
}

function EventTypes({ form }: { form: ReturnType<typeof useWebhookForm> }) {
  const { t } = useTranslation();
  const { value, onChange, error } = form.getInputProps('eventTypes') as {
    value: SubscribableEventType[];
    onChange: (types: string[]) => void;
    error?: string;
  };
  return (
    <>
      {groups.map(({ title, types }) => (
        <Checkbox.Group
          key={title}
          label={t(`webhooks.${title}`)}
          value={value}
          onChange={onChange}
        >
          <Stack gap={6} mt="xs">
            {types.map((type) => (
              <Checkbox
                key={type}
                value={type}
                label={t(`webhookEvent.${type}`)}
                description={type}
              />
            ))}
          </Stack>
        </Checkbox.Group>
      ))}
      {error !== undefined && <Input.Error role="alert">{error}</Input.Error>}
    </>
  );
}

const groups = [
  { title: 'ofDistributions', types: typesOf('distribution.') },
  { title: 'ofRewards', types: typesOf('reward.') },
] as const;

function typesOf(beginning: string): SubscribableEventType[] {
  return subscribableEventTypes.filter((type) => type.startsWith(beginning));
}
