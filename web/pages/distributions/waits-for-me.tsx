import { Alert, Anchor, type AnchorProps } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { trpc } from '../../client/trpc';
import { usePointsText } from '../../design/points';
import { useMay } from '../../shell/navigation';
import { useFormat } from '../../texts/use-format';

/** Above the list of sends: how many of them wait for whoever looks at it, and the way to them. */
export function WaitsForMe({ isShown }: { isShown: boolean }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const pointsText = usePointsText();
  const waiting = useAwaitingApproval();
  if (waiting === undefined || waiting.distributions === 0) return null;
  const { distributions: count, points } = waiting;
  return (
    <Alert color="yellow" variant="light" mb="md" icon={<IconUsers aria-hidden />}>
      {t('approval.waitFor', { count, number: number(count), points: pointsText(points) })}{' '}
      {!isShown && <ToWaiting inherit />}
    </Alert>
  );
}

/** The way to the list of what waits for an approval. */
export function ToWaiting(props: Pick<AnchorProps, 'size' | 'inherit'>) {
  const { t } = useTranslation();
  return (
    <Anchor
      {...props}
      renderRoot={(root) => (
        <Link to="/distributions" search={{ status: 'awaiting_approval' }} {...root} />
      )}
    >
      {t('approval.toWaiting')}
    </Anchor>
  );
}

/** How much waits for the approval of the one who is signed in; undefined for who may not approve. */
export function useAwaitingApproval() {
  const mayApprove = useMay('distributions.approve');
  return useQuery(
    trpc.distributions.awaitingApproval.queryOptions(
      {},
      { enabled: mayApprove, refetchInterval: LOOK_AGAIN_MILLISECONDS },
    ),
  ).data;
}

const LOOK_AGAIN_MILLISECONDS = 30_000;
