import { Anchor, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { orderWorkflowId } from '../../../contracts/workflows';
import { Points } from '../../design/points';
import { When } from '../../design/when';
import { MAX_DELIVERY_ATTEMPTS } from '../../../domain/order-states';
import { useMay } from '../../shell/navigation';
import { useFormat } from '../../texts/use-format';
import { Fact, Facts } from '../../design/facts';
import { TemporalLink } from './temporal-link';
import type { SupportOrder } from './support-types';

/** Whose order it is, where it goes, and how far it is. */
export function OrderDetails({ order }: { order: SupportOrder }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const mayInspect = useMay('workflows.inspect');
  const { recipient, company, points, attempts, placedAt, reportDueAt, shipmentId } = order;
  return (
    <Facts>
      <Fact name={t('supportOrder.recipient')}>
        {recipient.name}
        <Text size="sm" c="dimmed">
          {recipient.email}
        </Text>
      </Fact>
      <Fact name={t('supportOrder.company')}>{company.name}</Fact>
      <Fact name={t('supportOrder.points')}>
        <Points points={points} />
      </Fact>
      <Fact name={t('supportOrder.attempts')}>
        {t('supportOrder.attemptsOf', {
          number: number(attempts),
          most: number(MAX_DELIVERY_ATTEMPTS),
        })}
      </Fact>
      <Fact name={t('supportOrder.placed')}>
        <When at={placedAt} />
      </Fact>
      {reportDueAt !== null && (
        <Fact name={t('supportOrder.reportDue')}>
          <When at={reportDueAt} />
        </Fact>
      )}
      {shipmentId !== null && <Fact name={t('supportOrder.shipment')}>{shipmentId}</Fact>}
      <Papers order={order} />
      <Address order={order} />
      {order.tickets.length > 0 && (
        <Fact name={t('supportOrder.tickets')}>
          {order.tickets.map(({ id, number: shown }) => (
            <Anchor
              key={id}
              inherit
              display="block"
              renderRoot={(props) => <Link to="/support/tickets/$id" params={{ id }} {...props} />}
            >
              {shown}
            </Anchor>
          ))}
        </Fact>
      )}
      {mayInspect && (
        <Fact name={t('supportTicket.runs')}>
          <TemporalLink workflowId={orderWorkflowId(order.id)}>
            {t('supportTicket.orderRun')}
          </TemporalLink>
        </Fact>
      )}
    </Facts>
  );
}

function Papers({ order: { trackingUrl, creditNote } }: { order: SupportOrder }) {
  const { t } = useTranslation();
  return (
    <>
      {trackingUrl !== null && (
        <Fact name={t('supportOrder.tracking')}>
          <Anchor inherit href={trackingUrl} target="_blank" rel="noreferrer">
            {t('supportOrder.track')}
          </Anchor>
        </Fact>
      )}
      {creditNote !== null && <Fact name={t('supportOrder.creditNote')}>{creditNote.number}</Fact>}
    </>
  );
}

function Address({ order: { address } }: { order: SupportOrder }) {
  const { t } = useTranslation();
  const { name, line1, line2, city, region, postalCode, country, phone } = address;
  const lines = [name, line1, line2, [postalCode, city].filter(Boolean).join(' '), region];
  return (
    <Fact name={t('supportOrder.address')}>
      <Text component="address" inherit fs="normal">
        {[...lines, country, phone].filter(Boolean).map((line, index) => (
          <Text key={index} size="sm">
            {line}
          </Text>
        ))}
      </Text>
    </Fact>
  );
}
