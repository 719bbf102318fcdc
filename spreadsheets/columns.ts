import type { Field } from '../domain/row-cells';
import { citationSuggestions } from '../domain/typed-text';

/**
 * The columns of a file of rewards, defined once: the template, the reading of headings, and the
 * guidelines come from here.
 */
export const columns: readonly Column[] = [
  {
    field: 'name',
    heading: 'Name',
    synonyms: [
      ...['Full name', 'Employee', 'Employee name', 'Employee full name', 'Name of employee'],
      ...['Name of the employee', 'Recipient', 'Recipient name', "Recipient's name", 'Staff name'],
      ...['Name of recipient', 'Name of the recipient', 'Member name', 'Person', 'Display name'],
      ...['Team member', 'Beneficiary name', 'Contact name'],
    ],
    required: true,
    width: 28,
    example: 'Example Person',
    guideline:
      'The full name as it stands in the e-mail, at most 200 characters. First name and Last name in two columns are fine.',
  },
  {
    field: 'email',
    heading: 'E-mail',
    synonyms: [
      ...['Email ID', 'Email IDs', 'Mail', 'Mail ID', 'Email address', 'Mail address', 'E-mails'],
      ...['Employee email', 'Employee email ID', 'Employee email address', 'Work email'],
      ...['Work email address', 'Work email ID', 'Official email', 'Official email ID'],
      ...['Official mail ID', 'Company email', 'Company email ID', 'Corporate email'],
      ...['Corporate email ID', 'Business email', 'Office email', 'Recipient email', 'User email'],
      ...['Recipient email address', "Recipient's email", 'Email of recipient'],
    ],
    required: true,
    width: 34,
    example: 'example.person@example.com',
    guideline: 'One address in each row. The points go to the person who owns this address.',
  },
  {
    field: 'points',
    heading: 'Points',
    synonyms: [
      ...['Point', 'Pts', 'No. of points', 'Nos. of points', 'Number of points', '# of points'],
      ...['Amount', 'Amount of points', 'Points amount', 'Reward points', 'Reward amount'],
      ...['Points to send', 'Points awarded', 'Points to award', 'Total points', 'Award points'],
    ],
    required: true,
    width: 12,
    example: '500',
    guideline: 'A whole number of at least 1, best without separators: 1500.',
  },
  {
    field: 'mobile',
    heading: 'Mobile',
    synonyms: [
      ...['Mobile number', 'Mobile no.', 'Mobile phone', 'Mobile phone number', 'Mob', 'Mob no.'],
      ...['Phone', 'Phone number', 'Phone no.', 'Contact', 'Contact number', 'Contact no.'],
      ...['Cell', 'Cell phone', 'Cell number', 'Cellphone number', 'Telephone', 'Telephone number'],
      ...['Tel', 'Tel. no.', 'WhatsApp', 'WhatsApp number', 'Employee mobile', 'Recipient mobile'],
    ],
    required: false,
    width: 20,
    example: '+91 98765 43210',
    guideline: 'Best with the country code: +91 98765 43210. The column is formatted as Text.',
  },
  {
    field: 'citation',
    heading: 'Citation',
    synonyms: [
      ...['Reason', 'Reason for reward', 'Reason for the reward', 'Award reason', 'Occasion'],
      ...['Message', 'Citation text', 'Note', 'Notes', 'Comment', 'Comments', 'Remark', 'Remarks'],
      ...['Description', 'Award', 'Recognition', 'Recognition message'],
    ],
    required: false,
    width: 44,
    example: 'Work anniversary',
    guideline: `Why the person is rewarded, at most 1,000 characters. Choose one (${citationSuggestions.join(', ')}) or write your own.`,
  },
  {
    field: 'externalId',
    heading: 'External id',
    synonyms: [],
    required: false,
    width: 28,
    example: '',
    guideline: 'The id that your own system has given to the row.',
  },
  {
    field: 'reference',
    heading: 'Bestow reference',
    synonyms: [],
    required: false,
    width: 24,
    example: '',
    guideline: 'Leave it as it is: by it we know a mended row when the file comes back.',
  },
];

export interface Column {
  field: Field;
  heading: string;
  /** Other headings that people give it; case, spacing, punctuation and accents do not matter. */
  synonyms: readonly string[];
  required: boolean;
  /** In characters. */
  width: number;
  /** What the template's example row has; a row with the example's e-mail is never sent. */
  example: string;
  guideline: string;
}

/** The columns that a person fills in. */
export const templateColumns = columns.filter(
  ({ field }) => field !== 'reference' && field !== 'externalId',
);

/** The column of the failed-rows file that tells a person what to mend; reading ignores it. */
export const WHAT_IS_WRONG = { heading: 'What is wrong', width: 60 };

/** A column's meaning; two parts of a name together make it. */
export type HeadingTarget = Field | 'firstName' | 'lastName';

/** @returns what the heading means, or undefined when it is none of ours. */
export function findHeadingTarget(heading: string): HeadingTarget | undefined {
  return targets.get(normaliseHeading(heading));
}

/** "E-Mail *" and "email (required)" are the same heading. */
function normaliseHeading(heading: string): string {
  return heading
    .slice(0, MAX_HEADING_CHARACTERS)
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/\b(?:required|optional|mandatory)\b/g, '')
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
}

/** No heading of ours is nearly as long. */
const MAX_HEADING_CHARACTERS = 100;

const nameParts: Record<'firstName' | 'lastName', readonly string[]> = {
  firstName: [
    'First name',
    'Given name',
    'Forename',
    'Employee first name',
    'Recipient first name',
  ],
  lastName: ['Last name', 'Surname', 'Family name', 'Employee last name', 'Recipient last name'],
};

const targets = new Map<string, HeadingTarget>([
  ...columns.flatMap(({ field, heading, synonyms }) => headingsOf(field, [heading, ...synonyms])),
  ...headingsOf('firstName', nameParts.firstName),
  ...headingsOf('lastName', nameParts.lastName),
]);

function headingsOf(target: HeadingTarget, headings: readonly string[]): [string, HeadingTarget][] {
  return headings.map((heading) => [normaliseHeading(heading), target]);
}
