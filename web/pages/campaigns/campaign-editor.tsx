import { Alert, Anchor, Button, Grid, Group } from '@mantine/core';
import { IconArrowLeft, IconLock } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { toRefusalView } from '../../client/refusal';
import { queryClient } from '../../client/query-client';
import { trpc } from '../../client/trpc';
import { FormError } from '../../design/form-error';
import { PageHeader } from '../../design/page-header';
import { StatusBadge } from '../../design/status-badge';
import { useToast } from '../../design/use-toast';
import { useMay } from '../../shell/navigation';
import { useFormat } from '../../texts/use-format';
import { CampaignActions } from './campaign-actions';
import { CampaignFields } from './campaign-fields';
import { CampaignPreview } from './campaign-preview';
import { LeaveGuard } from './leave-guard';
import { type Campaign, useCampaignDraft } from './use-campaign-draft';

/** The texts and looks of a campaign, and the e-mail beside them as it comes of them. */
export function CampaignEditor({ campaign }: { campaign: Campaign | undefined }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const mayEdit = useMay('campaigns.edit');
  const writing = useCampaignDraft(campaign);
  const { draft, isDirty } = writing;
  const isReadOnly = !mayEdit || campaign?.builtIn === true || campaign?.archived === true;
  const save = useSave(campaign, writing);
  return (
    <>
      <Anchor size="sm" renderRoot={(props) => <Link to="/campaigns" {...props} />}>
        <Group gap={4} component="span" display="inline-flex">
          <IconArrowLeft size={14} aria-hidden />
          {t('campaignEditor.back')}
        </Group>
      </Anchor>
      <PageHeader
        title={campaign?.name ?? t('campaignEditor.new')}
        beside={
          isDirty && !isReadOnly ? (
            <StatusBadge tone="waiting">{t('campaignEditor.unsaved')}</StatusBadge>
          ) : (
            campaign !== undefined && (
              <StatusBadge tone="quiet">
                {t('campaignEditor.version', { number: number(campaign.version) })}
              </StatusBadge>
            )
          )
        }
        actions={
          <>
            {campaign !== undefined && (
              <CampaignActions campaign={campaign} isDirty={isDirty} writing={writing} />
            )}
            {!isReadOnly && (
              <Button loading={save.isPending} onClick={save.now}>
                {t(campaign === undefined ? 'campaignEditor.create' : 'campaignEditor.save')}
              </Button>
            )}
          </>
        }
      />
      {isReadOnly && <WhyReadOnly campaign={campaign} />}
      <Refused save={save} />
      <Grid gap="lg">
        <Grid.Col span={{ base: 12, md: 5 }}>
          <CampaignFields writing={writing} isReadOnly={isReadOnly} issueOfServer={save.issueOf} />
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 7 }}>
          <CampaignPreview content={draft.content} isRight={writing.isContentRight} />
        </Grid.Col>
      </Grid>
      <LeaveGuard isDirty={isDirty && !isReadOnly} />
    </>
  );
}

type Writing = ReturnType<typeof useCampaignDraft>;

function useSave(campaign: Campaign | undefined, writing: Writing) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const navigate = useNavigate();
  const toast = useToast();
  const { draft, isRight, showAllIssues, startFrom, forget } = writing;
  const { version, name, content } = draft;
  const keep = (saved: Campaign) => {
    client.setQueryData(trpc.campaigns.get.queryKey({ id: saved.id }), saved);
    toast(t('campaignEditor.saved'));
    return client.invalidateQueries(trpc.campaigns.list.pathFilter());
  };
  const create = useMutation(
    trpc.campaigns.create.mutationOptions({
      onSuccess: async (made) => {
        forget();
        await keep(made);
        const params = { id: made.id };
        await navigate({ to: '/campaigns/$id', params, replace: true, ignoreBlocker: true });
      },
    }),
  );
  const update = useMutation(
    trpc.campaigns.update.mutationOptions({
      onSuccess: (saved) => {
        startFrom(saved);
        return keep(saved);
      },
    }),
  );
  const error = create.error ?? update.error;
  return {
    isPending: create.isPending || update.isPending,
    error,
    now: () => {
      if (!isRight) showAllIssues();
      else if (campaign === undefined) create.mutate({ name, content });
      else update.mutate({ id: campaign.id, version, name, content });
    },
    /** What the server alone knows: that a name is taken. Not of another name typed since. */
    issueOf: (path: string) => {
      const sentName = (create.variables ?? update.variables)?.name;
      if (path === 'name' && sentName !== name) return undefined;
      return toRefusalView(error).issues?.find((issue) => issue.path === path)?.message;
    },
    loadNewest: async () => {
      if (campaign === undefined) return;
      const options = trpc.campaigns.get.queryOptions({ id: campaign.id });
      startFrom(await queryClient.fetchQuery({ ...options, staleTime: 0 }));
      update.reset();
    },
  };
}

/** Why it was not saved; when somebody else was quicker, with the way to what they saved. */
function Refused({ save }: { save: ReturnType<typeof useSave> }) {
  const { t } = useTranslation();
  if (save.error === null) return null;
  const isChanged = toRefusalView(save.error).code === 'campaign_changed';
  return (
    <Group mb="md" align="flex-end">
      <FormError error={save.error} />
      {isChanged && (
        <Button variant="default" onClick={() => void save.loadNewest()}>
          {t('campaignEditor.loadNewest')}
        </Button>
      )}
    </Group>
  );
}

function WhyReadOnly({ campaign }: { campaign: Campaign | undefined }) {
  const { t } = useTranslation();
  const why =
    campaign?.builtIn === true ? 'builtIn' : campaign?.archived ? 'archivedNote' : 'viewerNote';
  return (
    <Alert mb="md" variant="light" icon={<IconLock aria-hidden />}>
      {t(`campaignEditor.${why}`)}
    </Alert>
  );
}
