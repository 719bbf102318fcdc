import type { DraftGroup } from '../../../../contracts/drafts';
import type { Tone } from '../../../design/status-badge';

export type { DraftGroup };

/**
 * In the order in which one looks at them: what must be mended or decided first. By hand, since the
 * contract's list comes with zod, which is more than all of this page.
 */
export const draftGroups: readonly DraftGroup[] = [
  'invalid',
  'not_registered',
  'will_be_invited',
  'will_be_registered',
  'will_be_credited',
  'registered_elsewhere',
  'admin',
  'already_sent_again',
  'duplicate_in_file',
  'sent_recently',
  'removed',
];

export const outcomeTones: Record<DraftGroup, Tone> = {
  will_be_credited: 'good',
  will_be_registered: 'busy',
  will_be_invited: 'waiting',
  not_registered: 'bad',
  registered_elsewhere: 'bad',
  admin: 'bad',
  already_sent_again: 'bad',
  invalid: 'bad',
  removed: 'quiet',
  duplicate_in_file: 'waiting',
  sent_recently: 'waiting',
};
