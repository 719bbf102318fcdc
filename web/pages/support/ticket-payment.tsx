import { Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Fact, Facts } from '../../design/facts';
import { Panel } from '../../design/panel';
import { ReasonText } from '../../design/reason-text';
import { When } from '../../design/when';
import { useFormat } from '../../texts/use-format';
import type { SupportTicket } from './support-types';

/** The payment that nobody's balance has risen by: what came, for what, and why it was not credited. */
export function TicketPayment({ payment }: { payment: NonNullable<SupportTicket['payment']> }) {
  const { t } = useTranslation();
  const { money } = useFormat();
  const { provider, reference, amountMinor, currency, invoiceNumber, receivedAt } = payment;
  return (
    <Panel p="lg">
      <Stack gap="sm">
        <Title order={2}>{t('supportTicket.payment')}</Title>
        {payment.status === 'refused' && <Text size="sm">{t('supportTicket.paymentText')}</Text>}
        {payment.reason !== null && <ReasonText reason={payment.reason} />}
        <Facts>
          {amountMinor !== null && currency !== null && (
            <Fact name={t('payments.amount')}>{money({ amountMinor, currency })}</Fact>
          )}
          <Fact name={t('payments.received')}>
            {`${t(`payments.providers.${provider}`)}, `}
            <When at={receivedAt} />
          </Fact>
          {reference !== null && <Fact name={t('payments.reference')}>{reference}</Fact>}
          {invoiceNumber !== null && <Fact name={t('financePage.invoice')}>{invoiceNumber}</Fact>}
          <Fact name={t('payments.state')}>{t(`payments.states.${payment.status}`)}</Fact>
          {payment.decision !== null && (
            <Fact name={t('payments.decision')}>
              {t(`payments.decisions.${payment.decision}`)}
              <Text size="sm" c="dimmed">
                {payment.decisionNote}
              </Text>
            </Fact>
          )}
        </Facts>
      </Stack>
    </Panel>
  );
}
