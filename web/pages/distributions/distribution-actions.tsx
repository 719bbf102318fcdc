import { Button, Text } from '@mantine/core';
import { IconLifebuoy } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../shell/navigation';
import { CancelButton } from './cancel-button';
import type { Distribution } from './distribution-page';
import { RescheduleButton } from './reschedule-button';
import { ResendButton } from './resend-button';
import { RetryFailedButton } from './retry-failed-button';
import { SendNowButton } from './send-now-button';

/** What can be done with a send, in the order in which one wants it. */
export function DistributionActions({ distribution }: { distribution: Distribution }) {
  const { t } = useTranslation();
  const maySend = useMay('distributions.send');
  const mayWrite = useMay('tickets.write');
  // Whoever never sends may still decide about what waits.
  const decides = useMay('distributions.approve') && distribution.status === 'awaiting_approval';
  return (
    <>
      {maySend ? (
        <>
          <SendNowButton distribution={distribution} />
          <RescheduleButton distribution={distribution} />
          <RetryFailedButton distribution={distribution} />
          <ResendButton distribution={distribution} />
          <CancelButton distribution={distribution} />
        </>
      ) : (
        !decides && (
          <Text size="sm" c="dimmed" maw={280}>
            {t('distribution.mayLook')}
          </Text>
        )
      )}
      {mayWrite && <RaiseTicketButton search={{ distribution: distribution.id }} />}
    </>
  );
}

/** To the form of a ticket about a send, or about one reward of it. */
export function RaiseTicketButton({
  search,
}: {
  search: { distribution: string; reward?: string };
}) {
  const { t } = useTranslation();
  return (
    <Button
      variant="default"
      leftSection={<IconLifebuoy size={16} aria-hidden />}
      renderRoot={(props) => <Link to="/tickets/new" search={search} {...props} />}
    >
      {t('help.ticket')}
    </Button>
  );
}
