export const balancePage = {
  title: 'Balance',
  intro: 'The points that your company can send.',
  balance: 'Company Balance',
  balanceNote: 'Can be sent now.',
  held: 'Set aside',
  heldNote: 'For sends that are scheduled, or wait for people to register.',
  statement: 'Statement',
  recharge: 'Recharge',
  waitingTitle_one: '{{count}} send waits for points',
  waitingTitle_other: '{{count}} sends wait for points',
  waiting_one:
    'It needs {{needed}}, of which {{missing}} are missing. It goes out by itself as soon as the points are there.',
  waiting_other:
    'Together they need {{needed}}, of which {{missing}} are missing. They go out by themselves as soon as the points are there, the longest waiting first.',
  invoiced: 'Invoices over {{points}} are open. When they are paid, those points are there.',
  openInvoice: 'Open invoice {{invoice}}',
  rechargeMissing: 'Recharge {{points}}',
  showWaiting: 'Show what waits',
  recharges: 'Recharges',
  invoice: 'Invoice',
  noInvoice: 'Entered by Bestow',
  state: 'State',
  points: 'Points',
  amount: 'Amount',
  requested: 'Asked for',
  emptyTitle: 'No recharge yet',
  emptyText:
    'Say how many points you need: you get a proforma invoice, and the points when it is paid.',
};

export const rechargeStatus = {
  awaiting_payment: 'Waiting for payment',
  paid: 'Paid',
  cancelled: 'Cancelled',
  expired: 'Expired',
};

export const balanceAlert = {
  title: 'Low balance',
  intro: 'Owners, admins and finance get one e-mail each time that the balance falls below.',
  off: 'Nobody is told at the moment.',
  on: 'An e-mail goes out when the balance falls below {{points}}.',
  label: 'Tell us below',
  save: 'Save',
  turnOff: 'Do not tell us',
  saved: 'The level is saved.',
};

export const rechargeForm = {
  title: 'Recharge the balance',
  intro: 'You get a proforma invoice. The points are in the balance when it is paid.',
  forbidden: 'Your role may look, not recharge. Ask an owner, admin or finance of your company.',
  points: 'Points',
  perPoint: '{{points}} cost {{price}}',
  billingReference: 'Your reference',
  billingReferenceHint: 'Optional: a purchase order, for example. It stands on the invoice.',
  note: 'Note',
  noteHint: 'Optional. It stands on the invoice too.',
  submit: 'Get the invoice',
  submitOver: 'Get the invoice for {{points}}',
};

export const typedPoints = {
  missing: 'Give a number of points, at least 1.',
  ambiguous:
    '“{{text}}” can be read as {{first}} or as {{second}}. Type the points without separators.',
  not_a_number: 'This is no number of points. Type it in digits, like 1500.',
  not_whole: 'Points are whole: type a number without decimals.',
  too_small: 'Give at least 1 point.',
  too_large: 'Give at most {{most}} points.',
};

export const recharge = {
  title: 'Recharge of {{points}}',
  back: 'Back to the balance',
  details: 'Details',
  invoicePdf: 'Invoice as PDF',
  awaited:
    'We wait for your payment of {{amount}}. It can be paid until {{day}}; the points are in the balance a moment after it came.',
  paidTitle: 'Paid: {{points}} are in the balance',
  paid: 'What waited for points goes out by itself.',
  cancelled:
    'This recharge was cancelled. Please do not pay its invoice; ask for a new one instead.',
  expired:
    'The time to pay this invoice is over. Ask for a new one; a payment that is already under way is settled by our finance.',
  online: 'Pay online',
  onlineNote: 'The points are there at once.',
  payNow: 'Pay now',
  byTransfer: 'Pay by bank transfer',
  reference: 'Reference',
  transferNote:
    'Give exactly this reference and amount: our finance finds your payment by them. A transfer takes one or two working days.',
  copy: 'Copy {{name}} {{value}}',
  invoice: 'Invoice',
  points: 'Points',
  amount: 'Amount',
  billingReference: 'Your reference',
  note: 'Note',
  paymentReference: 'Payment',
  requestedAt: 'Asked for',
  expiresAt: 'Can be paid until',
  paidAt: 'Paid',
  endedAt: 'Ended',
  cancel: 'Cancel this recharge',
  cancelConfirm: 'Cancel the recharge',
  cancelSentence:
    'The invoice {{invoice}} can then no longer be paid. You can ask for another one.',
};

export const statementPage = {
  title: 'Statement',
  zone: 'Every change of your Company Balance. Days and times are those of {{zone}}.',
  caption: 'Statement of the Company Balance',
  period: 'Period',
  periods: {
    this_month: 'This month',
    last_month: 'Last month',
    this_year: 'This year',
    custom: 'Another period',
  },
  from: 'First day',
  to: 'Last day',
  backwards: 'The last day is before the first.',
  show: 'Show',
  opening: 'Opening balance',
  closing: 'Closing balance',
  held: 'Set aside:',
  export: 'Export',
  formats: { pdf: 'PDF', xlsx: 'Excel (XLSX)', csv: 'CSV' },
  at: 'Time',
  what: 'What',
  about: 'For',
  points: 'Points',
  balance: 'Balance after',
  kinds: {
    recharge: 'Recharge',
    hold: 'Set aside for a send',
    release: 'Returned from a send',
    reverse: 'Taken back by support',
    other: 'Other',
  },
  rewards_one: '{{number}} reward',
  rewards_other: '{{number}} rewards',
  emptyTitle: 'Nothing in this period',
  emptyText: 'The balance did not change on these days. Choose another period.',
};
