export const recipients = {
  title: 'Recipients',
  intro: 'The people that your company sends to.',
  search: 'Name or address',
  state: 'State',
  allStates: 'All states',
  person: 'Person',
  received: 'Points received',
  waiting: 'Points waiting',
  since: 'Since',
  emptyTitle: 'Nobody yet',
  emptyText: 'People appear here when you send to them for the first time.',
  noneTitle: 'Nobody is like that',
  noneText: 'Search for less, or clear the filters.',
};

export const recipientStatus = {
  active: 'Active',
  not_activated: 'Not been there yet',
  invited: 'Invited',
};

export const recipient = {
  rewards: 'Rewards',
  nothing: '{{name}} has not received anything yet.',
  meaning: {
    active: 'Has an account and has been there.',
    not_activated: 'Has an account and the points, but has not been there yet.',
    invited: 'Has a registration link; the points are held until it is used.',
  },
  timeZone: 'Time zone',
  timeZoneHint: 'For sends that reach everybody at nine in the morning.',
  timeZoneOfCompany: 'As the company: {{zone}}',
  noZone: 'No time zone is called that.',
  clearZone: 'As the company',
  timeZoneDone: 'The time zone is saved.',
};
