import { stopSharedProduct } from './product-set-up';

/** Jest's globalTeardown: runs in the process of the set-up, after the last test. */
export default async function tearDown(): Promise<void> {
  await stopSharedProduct();
}
