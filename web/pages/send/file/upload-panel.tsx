import { Anchor, Button, Group, Progress, Stack, Text, Title } from '@mantine/core';
import { Dropzone, MIME_TYPES } from '@mantine/dropzone';
import '@mantine/dropzone/styles.css';
import { IconFileSpreadsheet } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { trpc } from '../../../client/trpc';
import { FormError } from '../../../design/form-error';
import { Panel } from '../../../design/panel';
import type { Me } from '../../../shell/navigation';
import { useFormat } from '../../../texts/use-format';

/** Where a file is dropped or chosen. It becomes a draft, and that is shown; nothing is sent. */
export function UploadPanel({ limits }: { limits: Me['limits'] }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const { upload, file } = useUpload();
  const [isRefused, setIsRefused] = useState(false);
  const megabytes = number(Math.floor(limits.maxFileBytes / BYTES_OF_A_MEGABYTE));
  return (
    <Panel p="lg" mb="lg">
      <Group justify="space-between" mb="md">
        <Title order={2}>{t('bulk.uploadTitle')}</Title>
        <Templates />
      </Group>
      <Dropzone
        multiple={false}
        maxSize={limits.maxFileBytes}
        accept={ACCEPTED}
        loading={upload.isPending}
        // The button in it is where the keyboard stops: it has a name and says that it is a button.
        tabIndex={-1}
        inputProps={{ 'aria-hidden': true }}
        onReject={() => {
          setIsRefused(true);
          upload.reset();
        }}
        onDrop={([dropped]) => {
          setIsRefused(false);
          if (dropped !== undefined) upload.mutate(formOf(dropped));
        }}
      >
        <Stack align="center" gap="xs" py="xl" ta="center">
          <IconFileSpreadsheet size={40} stroke={1.5} aria-hidden />
          <Text fw={550}>{t('bulk.drop')}</Text>
          <Button variant="default" size="xs">
            {t('bulk.choose')}
          </Button>
          <Text size="sm" c="dimmed">
            {t('bulk.dropHint', { most: number(limits.maxRecipients), megabytes })}
          </Text>
        </Stack>
      </Dropzone>
      {upload.isPending && (
        <Stack gap={4} mt="md" role="status">
          <Text size="sm">{t('bulk.reading', { file })}</Text>
          <Progress value={100} animated aria-label={t('bulk.reading', { file })} />
        </Stack>
      )}
      <Stack gap="xs">
        {isRefused && (
          <Text role="alert" mt="md" size="sm" c="var(--mantine-color-error)">
            {t('bulk.refusedFile', { megabytes })}
          </Text>
        )}
        <FormError error={upload.error} />
      </Stack>
    </Panel>
  );
}

const BYTES_OF_A_MEGABYTE = 1_048_576;

/** By the ending too: what a system says of CSV depends on the programs on it. */
const ACCEPTED = {
  [MIME_TYPES.xlsx]: ['.xlsx'],
  'application/vnd.ms-excel.sheet.macroEnabled.12': ['.xlsm'],
  // Systems and programs give this ending to tables of text.
  [MIME_TYPES.xls]: ['.xls'],
  [MIME_TYPES.csv]: ['.csv', '.txt', '.tsv'],
};

function Templates() {
  const { t } = useTranslation();
  return (
    <Stack gap={0}>
      <Text size="sm" c="dimmed">
        {t('bulk.template')}
      </Text>
      <Group gap="md">
        <Anchor size="sm" href="/api/v1/template.xlsx" download>
          {t('bulk.templateXlsx')}
        </Anchor>
        <Anchor size="sm" href="/api/v1/template.csv" download>
          {t('bulk.templateCsv')}
        </Anchor>
      </Group>
    </Stack>
  );
}

function useUpload() {
  const client = useQueryClient();
  const navigate = useNavigate();
  const upload = useMutation(
    trpc.drafts.upload.mutationOptions({
      onSuccess: (draft) => {
        client.setQueryData(trpc.drafts.get.queryKey({ id: draft.id }), draft);
        void client.invalidateQueries(trpc.drafts.list.pathFilter());
        void navigate({ to: '/send/bulk/$draftId', params: { draftId: draft.id } });
      },
    }),
  );
  const file = upload.variables?.get('file');
  return { upload, file: file instanceof File ? file.name : '' };
}

function formOf(file: File): FormData {
  const form = new FormData();
  form.set('file', file, file.name);
  return form;
}
