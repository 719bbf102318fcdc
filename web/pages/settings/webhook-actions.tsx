import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { trpc } from '../../client/trpc';
import { ConfirmButton } from '../../design/confirm-button';
import { useToast } from '../../design/use-toast';
import { ShownSecret } from './shown-secret';
import { type Webhook, WebhookDialog } from './webhook-dialog';

/** What can be done with an endpoint. */
export function WebhookActions({ webhook }: { webhook: Webhook }) {
  const { t } = useTranslation();
  const [isEditing, setIsEditing] = useState(false);
  const isEnabled = webhook.status === 'enabled';
  return (
    <>
      {isEnabled && <TestButton webhook={webhook} />}
      <Button variant="default" onClick={() => setIsEditing(true)}>
        {t('webhooks.edit')}
      </Button>
      <RotateButton webhook={webhook} />
      {isEnabled ? <DisableButton webhook={webhook} /> : <EnableButton webhook={webhook} />}
      <DeleteButton webhook={webhook} />
      {isEditing && <WebhookDialog webhook={webhook} onClose={() => setIsEditing(false)} />}
    </>
  );
}

/** Says that it was done, and reads the endpoint and its deliveries again. */
function useDone(): (text: string) => Promise<void> {
  const toast = useToast();
  const client = useQueryClient();
  return async (text) => {
    toast(text);
    await client.invalidateQueries(trpc.webhooks.pathFilter());
  };
}

function TestButton({ webhook: { id } }: { webhook: Webhook }) {
  const { t } = useTranslation();
  const done = useDone();
  const test = useMutation(
    trpc.webhooks.test.mutationOptions({ onSuccess: () => done(t('webhooks.tested')) }),
  );
  return (
    <Button loading={test.isPending} onClick={() => test.mutate({ id })}>
      {t('webhooks.test')}
    </Button>
  );
}

function RotateButton({ webhook: { id } }: { webhook: Webhook }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [secret, setSecret] = useState<string>();
  const rotate = useMutation(
    trpc.webhooks.rotateSecret.mutationOptions({
      onSuccess: (rotated) => {
        setSecret(rotated.secret);
        return client.invalidateQueries(trpc.webhooks.pathFilter());
      },
    }),
  );
  return (
    <>
      <ConfirmButton
        variant="default"
        label={t('webhooks.rotate')}
        sentence={t('webhooks.rotateSentence')}
        onConfirm={() => rotate.mutateAsync({ id })}
      />
      {secret !== undefined && (
        <ShownSecret
          title={t('webhooks.shownTitle')}
          sentence={t('webhooks.shownSentence')}
          label={t('webhooks.secret')}
          secret={secret}
          onKept={() => setSecret(undefined)}
        />
      )}
    </>
  );
}

function EnableButton({ webhook: { id } }: { webhook: Webhook }) {
  const { t } = useTranslation();
  const done = useDone();
  const enable = useMutation(
    trpc.webhooks.enable.mutationOptions({ onSuccess: () => done(t('webhooks.enableDone')) }),
  );
  return (
    <Button loading={enable.isPending} onClick={() => enable.mutate({ id })}>
      {t('webhooks.enable')}
    </Button>
  );
}

function DisableButton({ webhook: { id } }: { webhook: Webhook }) {
  const { t } = useTranslation();
  const done = useDone();
  const disable = useMutation(
    trpc.webhooks.disable.mutationOptions({ onSuccess: () => done(t('webhooks.disableDone')) }),
  );
  return (
    <ConfirmButton
      variant="default"
      label={t('webhooks.disable')}
      sentence={t('webhooks.disableSentence')}
      onConfirm={() => disable.mutateAsync({ id })}
    />
  );
}

function DeleteButton({ webhook: { id } }: { webhook: Webhook }) {
  const { t } = useTranslation();
  const toast = useToast();
  const client = useQueryClient();
  const navigate = useNavigate();
  const remove = useMutation(trpc.webhooks.delete.mutationOptions());
  const confirm = async () => {
    await remove.mutateAsync({ id });
    await navigate({ to: '/settings/webhooks' });
    toast(t('webhooks.removed'));
    await client.invalidateQueries(trpc.webhooks.list.queryFilter());
  };
  return (
    <ConfirmButton
      variant="default"
      label={t('webhooks.remove')}
      sentence={t('webhooks.removeSentence')}
      isDangerous
      onConfirm={confirm}
    />
  );
}
