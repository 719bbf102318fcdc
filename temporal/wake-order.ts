import type { Client } from '@temporalio/client';
import {
  orderSummary,
  orderWorkflowId,
  type ParcelSignal,
  type parcelSignals,
  signalNames,
  workflowNames,
} from '../contracts/workflows';

/** Tells the workflow of an order what happened to it, and starts it when it does not run. */
export async function wakeOrder(
  temporal: Client,
  taskQueue: string,
  { orderId, signal, eventId }: OrderCall,
): Promise<void> {
  await temporal.workflow.signalWithStart(workflowNames.fulfilOrder, {
    workflowId: orderWorkflowId(orderId),
    taskQueue,
    args: [{ orderId }],
    signal: signal ?? signalNames.orderChanged,
    signalArgs: [{ ...(eventId !== undefined && { eventId }) } satisfies ParcelSignal],
    staticSummary: orderSummary({ orderId }),
  });
}

/** What is written already: a report of the carrier by its number, or any other change. */
export interface OrderCall {
  orderId: string;
  signal?: keyof typeof parcelSignals;
  eventId?: number;
}
