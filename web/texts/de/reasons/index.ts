import type { ReasonCode } from '../../../../domain/reasons';
import type { ReasonText } from '../../reason-language';
import { translatorOf } from '../../translate-reasons';
import { accountReasons } from './account';
import { details } from './details';
import { cellReasons, draftReasons, fileReasons } from './files';
import { orderReasons, paymentReasons } from './money';
import { sendReasons } from './sends';
import { sentences } from './sentences';
import { machineSubjects, mailFailureReasons, ticketReasons } from './tickets';
import { webhookReasons } from './webhooks';

/** The table of reasons (`domain/reasons.ts`) in German. */
export const reasons: Record<ReasonCode, ReasonText> = {
  ...accountReasons,
  ...cellReasons,
  ...draftReasons,
  ...fileReasons,
  ...mailFailureReasons,
  ...orderReasons,
  ...paymentReasons,
  ...sendReasons,
  ...ticketReasons,
  ...webhookReasons,
};

export const inGerman = translatorOf({ reasons, sentences, details, machineSubjects });
