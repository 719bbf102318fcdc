import { waitFor } from './wait-for';

describe('waitFor', () => {
  test('gives what the probe gives, as soon as it gives something', async () => {
    const looks = [undefined, false, 'there'] as const;
    let look = 0;
    const seen = await waitFor('it', () => looks[look++], { intervalMilliseconds: 1 });
    expect(seen).toBe('there');
    expect(look).toBe(3);
  });

  test('zero and the empty string are states, not "not yet"', async () => {
    expect(await waitFor('a number', () => 0)).toBe(0);
    expect(await waitFor('a text', () => '')).toBe('');
  });

  test('what takes long is looked at more rarely, and leaves the CPU to what is awaited', async () => {
    let looks = 0;
    const waiting = waitFor('the end', () => (looks += 1) < 0, { timeoutMilliseconds: 1_000 });
    await expect(waiting).rejects.toThrow('the end');
    // At the shortest pause there would be forty.
    expect(looks).toBeLessThan(30);
  });

  test('a timeout says what was awaited and what was seen last', async () => {
    const waiting = waitFor<never>('the mail', () => false, {
      timeoutMilliseconds: 5,
      intervalMilliseconds: 1,
      lastSeen: () => ({ mails: 2 }),
    });
    await expect(waiting).rejects.toThrow(/Waited \d+ ms for the mail; saw last \{ mails: 2 \}/);
  });

  test('a probe that throws is asked again, and its last error is in the message', async () => {
    let looks = 0;
    const recovered = waitFor('the server', () => {
      if (looks++ === 0) throw new Error('connection refused');
      return 'up';
    });
    expect(await recovered).toBe('up');

    const broken = waitFor<never>(
      'the server',
      () => {
        throw new Error('connection refused');
      },
      { timeoutMilliseconds: 1 },
    );
    await expect(broken).rejects.toThrow(/the last look threw Error: connection refused/);
  });
});
