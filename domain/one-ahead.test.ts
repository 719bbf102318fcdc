import { oneAhead } from './one-ahead';

test('the next item is begun when the one before it is handed over, and no earlier', async () => {
  const begun: number[] = [];
  const { next, stop } = oneAhead([1, 2, 3], (item) => {
    begun.push(item);
    return Promise.resolve(item * 10);
  });
  expect(begun).toEqual([1]);
  expect(await next()).toBe(10);
  expect(begun).toEqual([1, 2]);
  expect([await next(), await next(), await next()]).toEqual([20, 30, undefined]);
  await stop();
});

test('what fails ahead is met by who asks for it, and nothing after it is begun', async () => {
  const begun: number[] = [];
  const { next, stop } = oneAhead([1, 2, 3], (item) => {
    begun.push(item);
    return item === 2 ? Promise.reject(new Error('no database')) : Promise.resolve(item);
  });
  expect(await next()).toBe(1);
  await expect(next()).rejects.toThrow('no database');
  await expect(next()).rejects.toThrow('no database');
  await stop();
  expect(begun).toEqual([1, 2]);
});

test('who stops waits for what was begun ahead', async () => {
  let finish = (): void => undefined;
  const slow = new Promise<void>((resolve) => (finish = resolve));
  let isOver = false;
  const { next, stop } = oneAhead([1, 2], async (item) => {
    if (item === 2) await slow;
    isOver = item === 2;
  });
  await next();
  const stopped = stop();
  expect(isOver).toBe(false);
  finish();
  await stopped;
  expect(isOver).toBe(true);
});
