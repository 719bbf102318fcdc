import path from 'node:path';

/** The folder of package.json. */
export const CHECKOUT = path.resolve(__dirname, '..', '..');
