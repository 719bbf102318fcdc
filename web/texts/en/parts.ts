/** Words that many pages share: states, points, the parts of design/. */
export const points = {
  amount_one: '{{number}} point',
  amount_other: '{{number}} points',
};

export const distributionStatus = {
  draft: 'Draft',
  accepted: 'Starting',
  awaiting_approval: 'Waiting for approval',
  awaiting_funds: 'Waiting for funds',
  scheduled: 'Scheduled',
  sending: 'Sending',
  completed: 'Completed',
  completed_with_failures: 'Completed with failures',
  cancelled: 'Cancelled',
  rejected: 'Rejected',
};

export const rewardStatus = {
  pending: 'Not sent yet',
  awaiting_registration: 'Invited, not registered yet',
  credited: 'In the wallet, e-mail on its way',
  delivered: 'Delivered',
  failed: 'Failed, not charged',
  email_failed: 'In the wallet, e-mail failed',
  cancelled: 'Cancelled',
  expired: 'Expired, points returned',
  reversed: 'Taken back by support',
};

export const method = {
  individual: 'Form',
  bulk: 'File',
  api: 'API',
};

export const table = {
  previous: 'Newer',
  next: 'Older',
  previousPage: 'Previous',
  nextPage: 'Next',
  earlier: 'Earlier',
  later: 'Later',
  pages: 'Pages',
  loading: 'Loading rows',
  page: 'Page {{number}}',
};

export const timeLine = {
  title: 'Time line',
  nothing: 'Nothing has happened yet.',
};

export const preview = {
  title: 'Preview of the e-mail: {{subject}}',
};

export const exporting = {
  title: 'Export',
  xlsx: 'Excel (XLSX)',
  csv: 'Text (CSV)',
};
