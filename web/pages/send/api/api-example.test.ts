import { exampleAnswer, exampleRequest } from './api-example';

const example = { publicUrl: 'https://bestow.example', idempotencyKey: 'abc', isDryRun: false };

test('an apostrophe in a name does not end the quotes of the shell', () => {
  const request = exampleRequest({
    ...example,
    person: { name: "John O'Neill", email: 'john@acme.example' },
  });
  const [, body = ''] = /-d '([^']*)'$/.exec(request) ?? [];
  expect(JSON.parse(body)).toMatchObject({ recipients: [{ name: "John O'Neill", points: 10 }] });
});

test('a check needs no Idempotency-Key, since it writes nothing', () => {
  const person = { name: 'Asha', email: 'asha@acme.example' };
  const request = exampleRequest({ ...example, person, isDryRun: true });
  expect(request).toContain('"dryRun": true');
  expect(request).not.toContain('Idempotency-Key');
  expect(JSON.parse(exampleAnswer(person, true))).toMatchObject({ dryRun: true });
});
