import { Anchor, Button, Group, Menu, Stack, Text, Title } from '@mantine/core';
import { IconArrowLeft, IconDownload } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../texts/use-format';
import { DiscardButton } from './open-drafts';
import { type Draft, reviewOfDraft } from '../review/review';

/** Which file it is, how it was read, and what can be done with it as a whole. */
export function DraftHead({ draft, onDiscarded }: DraftHeadProps) {
  const { t } = useTranslation();
  const { id, fileName } = draft;
  return (
    <Stack gap="xs" mb="lg">
      <Anchor size="sm" w="fit-content" renderRoot={(props) => <Link to="/send/bulk" {...props} />}>
        <IconArrowLeft size={14} aria-hidden /> {t('bulk.back')}
      </Anchor>
      <Group justify="space-between">
        <Title order={2}>{fileName}</Title>
        <Group gap="xs">
          {reviewOfDraft(draft).counts.failing > 0 && <FailedRows id={id} />}
          <DiscardButton {...{ id, fileName, onDiscarded }} />
        </Group>
      </Group>
      <HowRead draft={draft} />
    </Stack>
  );
}

interface DraftHeadProps {
  draft: Draft;
  onDiscarded: () => void;
}

/** What was understood of the file, so that a column that is missing is not a riddle. */
function HowRead({ draft: { source } }: { draft: Draft }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  if (source === null) return null;
  const unused = source.headings.filter(({ field }) => field === null);
  const columns = unused.map(({ heading }) => heading).filter((heading) => heading !== '');
  const parts = [
    t('bulk.read', { format: source.format.toUpperCase() }),
    ...(source.sheetName === undefined ? [] : [t('bulk.sheet', { name: source.sheetName })]),
    t('bulk.headingRow', { row: number(source.headingRow) }),
    ...(columns.length > 0 ? [t('bulk.ignoredColumns', { columns: columns.join(', ') })] : []),
    ...(source.ignoredRows > 0 ? [t('bulk.ignoredRows', { count: source.ignoredRows })] : []),
  ];
  return (
    <Text size="sm" c="dimmed">
      {parts.join(' · ')}
    </Text>
  );
}

function FailedRows({ id }: { id: string }) {
  const { t } = useTranslation();
  return (
    <Menu>
      <Menu.Target>
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<IconDownload size={14} aria-hidden />}
        >
          {t('bulk.failedFile')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component="a" download href={`/api/v1/drafts/${id}/failed-rows.xlsx`}>
          {t('bulk.failedXlsx')}
        </Menu.Item>
        <Menu.Item component="a" download href={`/api/v1/drafts/${id}/failed-rows.csv`}>
          {t('bulk.failedCsv')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
