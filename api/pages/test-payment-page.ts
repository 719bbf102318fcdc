import { formatPoints } from '../../emails/format';
import type { Help } from '../../emails/help';
import { loadTemplate } from '../../emails/load-template';
import { layout } from './layout';

/** Where the demo's payment provider takes "payments". */
export function testPaymentPage(props: TestPaymentPageProps): string {
  const contentHtml = template({
    invoiceNumber: props.invoiceNumber,
    amount: props.amount,
    points: formatPoints(props.points),
    isOpen: props.state === 'awaiting_payment',
    outcome: props.problem ?? 'Paid. The points are in the Company Balance.',
    formAction: props.formAction,
    rechargeUrl: props.rechargeUrl,
  });
  return layout({ language: 'en', title: 'Test payment', contentHtml, help: props.help });
}

interface TestPaymentPageProps {
  amount: string;
  invoiceNumber: string;
  points: number;
  state: 'awaiting_payment' | 'paid' | 'over';
  problem?: string;
  formAction: string;
  rechargeUrl: string;
  help: Help;
}

type TestPaymentView = {
  invoiceNumber: string;
  amount: string;
  points: string;
  isOpen: boolean;
  outcome: string;
  formAction: string;
  rechargeUrl: string;
};

const template = loadTemplate<TestPaymentView>(__dirname, 'test-payment-page.hbs', 'html');
