import type { AdminRole } from './permissions';

/** What a mail by which somebody gets in says, besides its link and until when that works. */
export type AccessMailContent =
  | { kind: 'invitation'; companyName: string; inviterName: string; role: AdminRole }
  /** `isFirst`: of somebody who was added by the platform and has no password yet. */
  | { kind: 'reset'; isFirst?: true }
  /** `at`: RFC 3339. */
  | { kind: 'password_changed'; at: string }
  /** `next`: the path to go on to, from the site's root. */
  | { kind: 'sign_in'; next: string };
