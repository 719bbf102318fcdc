import { Alert, Button, Modal } from '@mantine/core';
import { IconCopy } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { trpc } from '../../client/trpc';
import { ConfirmButton } from '../../design/confirm-button';
import { FormError } from '../../design/form-error';
import { useToast } from '../../design/use-toast';
import { useMay, useMe } from '../../shell/navigation';
import { useFormat } from '../../texts/use-format';
import type { Campaign, useCampaignDraft } from './use-campaign-draft';
import { useCopyCampaign } from './use-copy-campaign';

interface Props {
  campaign: Campaign;
  isDirty: boolean;
  writing: ReturnType<typeof useCampaignDraft>;
}

/** What can be done with a campaign beside writing it. */
export function CampaignActions({ campaign, isDirty, writing }: Props) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const mayEdit = useMay('campaigns.edit');
  const copy = useCopyCampaign();
  if (!mayEdit) return null;
  const isOwn = !campaign.builtIn && !campaign.archived;
  return (
    <>
      {isOwn && isDirty && (
        <ConfirmButton
          variant="subtle"
          label={t('campaignEditor.discard')}
          sentence={t('campaignEditor.discardSentence', { number: number(campaign.version) })}
          onConfirm={() => Promise.resolve(writing.startFrom(campaign))}
        />
      )}
      {isOwn && <Archive campaign={campaign} writing={writing} />}
      <Button
        variant="default"
        leftSection={<IconCopy size={16} aria-hidden />}
        loading={copy.isPending}
        onClick={() => copy.mutate({ id: campaign.id })}
      >
        {t('campaignList.copy')}
      </Button>
      <SendTest campaign={campaign} isDirty={isOwn && isDirty} />
      <FormError error={copy.error} />
    </>
  );
}

function Archive({ campaign: { id, name }, writing }: Pick<Props, 'campaign' | 'writing'>) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const navigate = useNavigate();
  const toast = useToast();
  const archive = useMutation(
    trpc.campaigns.archive.mutationOptions({
      onSuccess: async () => {
        writing.forget();
        toast(t('campaignEditor.archived'));
        await navigate({ to: '/campaigns', ignoreBlocker: true });
        await client.invalidateQueries(trpc.campaigns.pathFilter());
      },
    }),
  );
  return (
    <ConfirmButton
      variant="default"
      label={t('campaignEditor.archive')}
      sentence={t('campaignEditor.archiveSentence', { name })}
      onConfirm={() => archive.mutateAsync({ id })}
    />
  );
}

function SendTest({ campaign: { id }, isDirty }: Pick<Props, 'campaign' | 'isDirty'>) {
  const { t } = useTranslation();
  const me = useMe();
  const toast = useToast();
  const [failure, setFailure] = useState<string>();
  const send = useMutation(
    trpc.campaigns.sendTest.mutationOptions({
      onSuccess: ({ email, outcome, detail }) => {
        if (outcome === 'accepted') toast(t('campaignEditor.testSent', { email }));
        else setFailure(detail);
      },
    }),
  );
  return (
    <>
      <ConfirmButton
        variant="default"
        label={t('campaignEditor.test')}
        sentence={t('campaignEditor.testSentence', { email: me?.email ?? '' })}
        disabledReason={isDirty ? t('campaignEditor.testUnsaved') : undefined}
        onConfirm={() => send.mutateAsync({ id })}
      />
      <Modal
        opened={failure !== undefined}
        onClose={() => setFailure(undefined)}
        title={t('campaignEditor.testFailedTitle')}
        closeButtonProps={{ 'aria-label': t('shell.close') }}
      >
        <Alert color="red" variant="light">
          {t('campaignEditor.testFailed', { detail: failure ?? '' })}
        </Alert>
      </Modal>
    </>
  );
}
