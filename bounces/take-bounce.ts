import type { Logger } from 'pino';
import type { BounceOutcome } from '../db/record-bounce';
import type { BouncedMail } from '../domain/bounce-address';
import type { FailedReport } from './listener';

/**
 * Writes a bounce down and tells the distribution's workflow. When only the telling fails, the bounce
 * is taken all the same: the sweeper tells it later.
 */
export function createBounceTaker(options: {
  record: (
    bounce: BouncedMail & Omit<FailedReport, 'kind'>,
  ) => Promise<{ outcome: BounceOutcome; distributionId?: string }>;
  tell: (distributionId: string) => Promise<void>;
  log: Logger;
}): (mail: BouncedMail, report: FailedReport) => Promise<'taken' | 'too_early'> {
  const { record, tell, log } = options;
  return async (mail, { reason, detail }) => {
    const { outcome, distributionId } = await record({ ...mail, reason, detail });
    log.info({ rewardId: mail.rewardId, mail: mail.mail, outcome, reason }, 'A mail came back');
    if (outcome === 'too_early') return 'too_early';
    if (outcome === 'failed' && distributionId !== undefined) {
      await tell(distributionId).catch((err: unknown) => {
        log.warn({ err, distributionId }, 'The workflow was not told; the sweeper will');
      });
    }
    return 'taken';
  };
}
