import { Button, Code, CopyButton, Group, Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** The number by which support finds a call in the logs. */
export function RequestId({ id }: { id: string }) {
  const { t } = useTranslation();
  return (
    <Group gap="xs">
      <Tooltip label={t('errors.requestIdHint')}>
        <Code tabIndex={0}>{t('errors.requestId', { id })}</Code>
      </Tooltip>
      <CopyButton value={id}>
        {({ copied, copy }) => (
          <Button size="compact-xs" variant="subtle" onClick={copy}>
            {copied ? t('errors.copied') : t('errors.copy')}
          </Button>
        )}
      </CopyButton>
    </Group>
  );
}
