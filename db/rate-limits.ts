import { type Database, rowsOf } from './pool';

/** Forgets the counts of limits whose time is over. */
export async function forgetOldLimits(db: Database): Promise<void> {
  await rowsOf(db, 'DELETE FROM rate_limits WHERE expire < extract(epoch FROM now()) * 1000');
}
