import { Alert, Button, List, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { toRefusalView } from '../client/refusal';
import { useRefusalTexts } from './refusal-texts';
import { RequestId } from './request-id';

/**
 * Why a call was refused and what to do, beside what was typed: above the button of a form, or in
 * place of what could not be loaded (then with `onRetry`). Read aloud when it appears.
 */
export function FormError({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { t } = useTranslation();
  const textsOf = useRefusalTexts();
  if (error === null || error === undefined) return null;
  const { message, nextAction, requestId } = textsOf(error);
  // What it is and what to do are said once.
  const issues = (toRefusalView(error).issues ?? []).filter(
    (issue) => issue.message !== message && issue.message !== nextAction,
  );
  return (
    <Alert
      role="alert"
      variant="light"
      color="red"
      icon={<IconAlertTriangle aria-hidden />}
      title={message}
    >
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{nextAction}</Text>
        {issues.length > 0 && (
          <List size="sm">
            {issues.slice(0, SHOWN_ISSUES).map((issue) => (
              <List.Item key={`${issue.row ?? ''}/${issue.path}/${issue.code}`}>
                {issue.message}
              </List.Item>
            ))}
          </List>
        )}
        {onRetry && (
          <Button size="xs" variant="default" onClick={onRetry}>
            {t('errors.tryAgain')}
          </Button>
        )}
        {requestId !== '' && <RequestId id={requestId} />}
      </Stack>
    </Alert>
  );
}

const SHOWN_ISSUES = 10;
