import { useMay } from '../../shell/navigation';
import { ChangeEmailButton } from './change-email-button';
import { RaiseTicketButton } from './distribution-actions';
import type { RewardWithTimeline } from './reward-page';
import { ResendRewardButton } from './resend-reward-button';

/** What a sender can do for one person. */
export function RewardActions({ reward }: { reward: RewardWithTimeline }) {
  const maySend = useMay('distributions.send');
  const mayWrite = useMay('tickets.write');
  const { distributionId: distribution, id } = reward;
  return (
    <>
      {maySend && (
        <>
          <ResendRewardButton reward={reward} />
          <ChangeEmailButton reward={reward} />
        </>
      )}
      {mayWrite && <RaiseTicketButton search={{ distribution, reward: id }} />}
    </>
  );
}
