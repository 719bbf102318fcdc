/** The entry of the workflow bundle: one file a workflow. */
export { dispatch } from './dispatch';
export { distributePoints } from './distribute-points';
export { supportTicket } from './support-ticket';
export { sweeper } from './sweeper';
