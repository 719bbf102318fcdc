import type { Ready } from './platform-process';

/**
 * The product that all browser tests of a run share. Tests keep apart by a company of their own
 * (`makeDemoCompany`).
 *
 * @throws Error when this file's project in jest.config.cjs has no product.
 */
export function sharedProduct(): SharedProduct {
  const handed = process.env[VARIABLE];
  if (handed === undefined) {
    throw new Error('Only the project `browser` of jest.config.cjs starts the shared product.');
  }
  return JSON.parse(handed) as SharedProduct;
}

export interface SharedProduct {
  ready: Ready;
  /** Of the mail server's desk (mail-desk.ts). */
  mailDeskUrl: string;
}

/** Jest starts its test processes with the environment of the process that ran the set-up. */
export function handOverProduct(product: SharedProduct): void {
  process.env[VARIABLE] = JSON.stringify(product);
}

const VARIABLE = 'BESTOW_TEST_SHARED_PRODUCT';
