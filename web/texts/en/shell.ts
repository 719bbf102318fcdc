export const shell = {
  product: 'Bestow',
  skip: 'Skip to content',
  mainNavigation: 'Main',
  openNavigation: 'Open navigation',
  closeNavigation: 'Close navigation',
  account: 'Account: {{name}}',
  signOut: 'Sign out',
  appearance: 'Appearance',
  light: 'Light',
  dark: 'Dark',
  system: 'Like the system',
  language: 'Language',
  loading: 'Loading',
  close: 'Close',
  cancel: 'Cancel',
  tooLate: 'This is not possible any more.',
  overview: 'Overview',
  send: 'Send',
  distributions: 'Distributions',
  recipients: 'Recipients',
  campaigns: 'Campaigns',
  balance: 'Balance',
  tickets: 'Tickets',
  settings: 'Settings',
  support: 'Support',
  finance: 'Payments',
  catalogue: 'Catalogue',
};

export const help = {
  title: 'Where to turn',
  open: 'Help',
  intro: 'Stuck, or something looks wrong? A person answers within 24 hours.',
  ticket: 'Raise a ticket',
  email: 'E-mail {{address}}',
  whatsapp: 'WhatsApp {{number}}',
  docs: 'API reference',
  shortcuts: 'Keyboard shortcuts',
};

export const palette = {
  title: 'Go to or do',
  open: 'Search',
  placeholder: 'Type where to go or what to do',
  nothing: 'Nothing is called that. Try “send” or “balance”.',
  goTo: 'Go to {{page}}',
  results: 'Places and actions',
};

export const shortcuts = {
  title: 'Keyboard shortcuts',
  palette: 'Search places and actions',
  newSend: 'Send points',
  goTo: 'Go to {{page}}',
  help: 'Show these shortcuts',
  focusMain: 'Jump to the content',
  note: 'Keys of one letter work while no field has the focus.',
  thenKey: 'then',
};

export const session = {
  title: 'Sign in to Bestow',
  intro: 'Send points to your people, and see that they arrive.',
  email: 'E-mail',
  password: 'Password',
  code: 'Code of your authenticator app',
  codeHint: '6 digits, or a recovery code',
  signIn: 'Sign in',
  forgot: 'Forgot your password?',
  codeMissing: 'Give the code.',
  codeLost: 'No phone and no recovery code? Ask an owner of your company, or write to {{address}}.',
  otherAccount: 'Sign in with another account',
  recoveryUsed: 'That recovery code is used up. Your account shows how many are left.',
  resetTitle: 'Set a new password',
  resetIntro: 'Give your e-mail address: you get a link by which you set a new password.',
  sendLink: 'Send the link',
  resetSentTitle: 'Look into your inbox',
  resetSent:
    'If {{email}} has an account, a mail is on its way. Its link works for 60 minutes. Nothing there? Look into the spam folder, or try again.',
  askAgain: 'Ask again',
  backToSignIn: 'Back to signing in',
  newPassword: 'New password',
  newPasswordHint: 'At least 12 characters. Several words are easy to remember.',
  newPasswordMissing: 'Choose a password.',
  resetFor: 'For {{email}}. You are signed out everywhere, and sign in with it.',
  setPassword: 'Set the password',
  resetDoneTitle: 'Your password is set',
  resetDone: 'You were signed out everywhere. Sign in with the new password.',
  askForLink: 'Ask for a new link',
  invitationTitle: 'Join {{company}}',
  invitationOver: 'Join your team',
  invitationText: 'You join as {{role}}, with the address {{email}}.',
  yourName: 'Your name',
  nameMissing: 'Give your name.',
  join: 'Join the team',
  emailMissing: 'Give your e-mail address.',
  passwordMissing: 'Give your password.',
  againTitle: 'Sign in to go on',
  expired:
    'You were signed out after a while without activity. Nothing that you typed is lost: sign in, and what you were doing goes on.',
  elsewhere:
    'You signed out in another tab. Nothing that you typed here is lost: sign in again to go on.',
  asSomebodyElse: 'Not you? Leave this page and sign in as somebody else',
};

export const connection = {
  lost: 'No connection to Bestow. Trying again by itself; nothing that you typed is lost.',
  tryNow: 'Try now',
};

export const errors = {
  title: 'This page could not be shown',
  unexpected: 'Something went wrong in this page.',
  unexpectedNext: 'Load the page again. What you typed is kept.',
  noConnection: 'There is no connection to Bestow.',
  noConnectionNext: 'Check your network, then try again. Nothing that you typed is lost.',
  requestId: 'Request {{id}}',
  requestIdHint: 'Give this to support: they find what happened by it.',
  reload: 'Load the page again',
  tryAgain: 'Try again',
  notFoundTitle: 'There is nothing here',
  notFound: 'The address may be mistyped, or what it led to belongs to another company.',
  toOverview: 'Go to the overview',
  copy: 'Copy',
  copied: 'Copied',
};

export const coming = {
  title: 'This page is being built',
  text: 'Until it is there, the same is done by the API.',
  docs: 'Open the API reference',
};
