/** The entry of the workflow bundle: one file a workflow. */
export { accessMail } from './access-mail';
export { approval } from './approval';
export { deliverWebhooks } from './deliver-webhooks';
export { dispatch } from './dispatch';
export { dispatchPart } from './dispatch-part';
export { distributePoints } from './distribute-points';
export { fulfilOrder } from './fulfil-order';
export { recharge } from './recharge';
export { resendEmail } from './resend-email';
export { supportTicket } from './support-ticket';
export { sweeper } from './sweeper';
