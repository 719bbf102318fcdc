import { ColorInput, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { imageUrl } from '../../../contracts/campaigns';
import { campaignVariables } from '../../../domain/campaign-text';
import { toRefusalView } from '../../client/refusal';
import { trpc } from '../../client/trpc';
import { ImageField } from '../../design/image-field';
import { Panel } from '../../design/panel';
import { useRefusalTexts } from '../../design/refusal-texts';
import { TextWithPlaceholders } from './text-with-placeholders';
import type { useCampaignDraft } from './use-campaign-draft';

interface Props {
  writing: ReturnType<typeof useCampaignDraft>;
  isReadOnly: boolean;
  /** What the server said of a field when it was saved. */
  issueOfServer: (path: string) => string | undefined;
}

/** The fields of a campaign, each with what is wrong with it. */
export function CampaignFields({ writing, isReadOnly, issueOfServer }: Props) {
  const { t } = useTranslation();
  const { draft, setName, setContent, issueOf } = writing;
  const { content } = draft;
  const error = (path: string) => issueOf(path) ?? issueOfServer(path);
  const text = (field: 'subject' | 'heading' | 'message' | 'buttonText' | 'senderName') => ({
    label: t(`campaignEditor.${field}`),
    value: content[field],
    error: error(`content.${field}`),
    isReadOnly,
    onChange: (value: string) => setContent({ [field]: value }),
  });
  return (
    <Panel p="lg">
      <Stack>
        <TextInput
          label={t('campaignEditor.name')}
          description={t('campaignEditor.nameHint')}
          readOnly={isReadOnly}
          value={draft.name}
          error={error('name')}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextWithPlaceholders {...text('subject')} placeholders={campaignVariables} />
        <TextWithPlaceholders {...text('heading')} placeholders={campaignVariables} />
        <TextWithPlaceholders
          {...text('message')}
          description={t('campaignEditor.messageHint')}
          placeholders={campaignVariables}
          hasLines
        />
        <TextWithPlaceholders
          {...text('buttonText')}
          description={t('campaignEditor.buttonHint')}
          placeholders={[]}
        />
        <TextWithPlaceholders
          {...text('senderName')}
          description={t('campaignEditor.senderHint')}
          placeholders={ONLY_COMPANY}
        />
        <ColorInput
          label={t('campaignEditor.colour')}
          description={t('campaignEditor.colourHint')}
          format="hex"
          readOnly={isReadOnly}
          withEyeDropper={false}
          value={content.colour}
          error={error('content.colour')}
          onChange={(colour) => setContent({ colour })}
        />
        <Banner {...{ writing, isReadOnly, issueOfServer }} />
      </Stack>
    </Panel>
  );
}

/** The sender is the same for everybody who gets the e-mail. */
const ONLY_COMPANY = ['company'] as const;

function Banner({ writing, isReadOnly, issueOfServer }: Props) {
  const { t } = useTranslation();
  const textsOf = useRefusalTexts();
  const { bannerImageId } = writing.draft.content;
  const upload = useMutation(
    trpc.images.upload.mutationOptions({
      onSuccess: ({ id }) => writing.setContent({ bannerImageId: id }),
    }),
  );
  const ofUpload =
    upload.error === null
      ? undefined
      : (toRefusalView(upload.error).issues?.[0]?.message ?? textsOf(upload.error).message);
  return (
    <ImageField
      label={t('campaignEditor.banner')}
      description={t('campaignEditor.bannerHint')}
      alt={t('campaignEditor.bannerAlt')}
      // From here, whatever the address is under which mail programs reach the platform.
      url={bannerImageId === null ? null : imageUrl('', bannerImageId)}
      error={ofUpload ?? issueOfServer('content.bannerImageId')}
      isUploading={upload.isPending}
      isReadOnly={isReadOnly}
      onChoose={(file) => upload.mutate({ file })}
      onRemove={() => writing.setContent({ bannerImageId: null })}
    />
  );
}
