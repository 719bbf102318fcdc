import { type Request, Router } from 'express';
import { id } from '../../contracts/distributions';
import { findPayable } from '../../db/recharges';
import { formatMoney } from '../../domain/money';
import { describeReason } from '../../domain/reasons';
import type { Services } from '../context';
import { Refusal } from '../errors';
import { testPaymentPage } from '../pages/test-payment-page';
import { helpOf } from '../where-to-turn';
import { isTestProvider, type TestProvider } from './test-provider';

/** The page of the provider that takes no money. GET shows what is to be paid, POST pays. */
export function createTestPaymentRouter(services: Services): Router {
  const router = Router();
  const provider = services.paymentProviders.find(isTestProvider);
  if (provider === undefined) return router;
  router.get('/:id', async (request, response) => {
    response.send(showPayment(await readRecharge(request, provider), request));
  });
  router.post('/:id', async (request, response) => {
    const recharge = await readRecharge(request, provider);
    const { payload, signature } = provider.signPayment({
      rechargeId: recharge.id,
      money: recharge,
    });
    // Over HTTP to this very process, as a provider would: the same road, signature and all.
    const told = await fetch(`http://${localAddress(request)}/webhooks/payments/test`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'stripe-signature': signature },
      body: payload,
    });
    if (!told.ok) throw new Refusal('payment_provider_unreachable');
    response.redirect(303, request.originalUrl);
  });
  return router;

  async function readRecharge(request: Request, { hasKey }: TestProvider) {
    const rechargeId = id.safeParse(request.params['id']);
    const key = typeof request.query['key'] === 'string' ? request.query['key'] : '';
    // The same answer for a wrong key as for none of this id: nobody learns which ids there are.
    if (!rechargeId.success || !hasKey(rechargeId.data, key)) throw new Refusal('not_found');
    const recharge = await findPayable(services.platformDb, rechargeId.data);
    if (recharge === undefined) throw new Refusal('not_found');
    return { id: rechargeId.data, ...recharge };
  }

  function showPayment(recharge: Awaited<ReturnType<typeof readRecharge>>, request: Request) {
    const { status, invoiceNumber, points } = recharge;
    return testPaymentPage({
      amount: formatMoney(recharge),
      invoiceNumber,
      points,
      state: status === 'awaiting_payment' || status === 'paid' ? status : 'over',
      ...(status === 'expired' && { problem: describeReason('recharge_expired').message }),
      ...(status === 'cancelled' && { problem: describeReason('recharge_cancelled').message }),
      formAction: request.originalUrl,
      rechargeUrl: `/balance/recharges/${recharge.id}`,
      help: helpOf(services.settings),
    });
  }
}

function localAddress({ socket }: Request): string {
  const { localAddress: address = '127.0.0.1', localPort, localFamily } = socket;
  return localFamily === 'IPv6' ? `[${address}]:${localPort}` : `${address}:${localPort}`;
}
