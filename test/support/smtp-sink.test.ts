import { createTransport } from 'nodemailer';
import { startSmtpSink, type SmtpSink } from './smtp-sink';

describe('the SMTP sink', () => {
  let sink: SmtpSink;

  beforeAll(async () => {
    sink = await startSmtpSink();
  });
  beforeEach(() => {
    sink.setBehaviour({});
    sink.clear();
  });
  afterAll(() => sink.stop());

  test('keeps envelope and content of a mail', async () => {
    await send('asha@example.com');
    const [mail] = await sink.waitForMails(1);
    expect(mail).toMatchObject({
      envelope: { from: 'rewards@bestow.example', to: ['asha@example.com'] },
      messageId: '<reward-1@bestow.example>',
      acknowledged: true,
    });
    expect(await sink.readMailTo('asha@example.com')).toMatchObject({
      subject: 'Glückwunsch, Aşa: 500 points 🎉',
      html: '<p>Danke schön</p>',
      text: 'Danke schön',
      to: '"Aşa" <asha@example.com>',
      headers: expect.objectContaining({ 'auto-submitted': 'auto-generated' }),
    });
  });

  test.each(['rcpt', 'data'] as const)('refuses at %s as it is told to', async (at) => {
    const behave = (mail: { attempt: number }) =>
      mail.attempt < 2 ? { code: 451, message: 'try later' } : ('accept' as const);
    sink.setBehaviour({ at, behave });
    await expect(send('asha@example.com')).rejects.toMatchObject({ responseCode: 451 });
    expect(sink.mails).toHaveLength(0);
    await send('asha@example.com');
    expect(sink.mails).toHaveLength(1);
  });

  test('loses the acknowledgement of a mail that it keeps', async () => {
    sink.setBehaviour({ behave: () => 'drop-after-data' });
    await expect(send('asha@example.com')).rejects.toThrow();
    expect(sink.mails).toEqual([expect.objectContaining({ acknowledged: false })]);
  });

  test('is silent until the client gives up', async () => {
    sink.setBehaviour({ behave: () => 'hang' });
    await expect(send('asha@example.com', 50)).rejects.toMatchObject({ code: 'ETIMEDOUT' });
    expect(sink.mails).toHaveLength(0);
  });

  test('goes down, also under a connection in use, and comes back on its port', async () => {
    sink.setBehaviour({ behave: () => 'hang' });
    const inUse = send('asha@example.com');
    const broken = expect(inUse).rejects.toThrow();
    await sink.stop();
    await broken;
    await expect(send('asha@example.com')).rejects.toMatchObject({ code: 'ESOCKET' });
    await sink.start();
    sink.setBehaviour({});
    await send('asha@example.com');
    expect(sink.mails).toHaveLength(1);
  });

  async function send(to: string, patienceMilliseconds = 10_000): Promise<void> {
    const transport = createTransport({ url: sink.smtpUrl, socketTimeout: patienceMilliseconds });
    try {
      await transport.sendMail({
        envelope: { from: 'rewards@bestow.example', to },
        from: 'rewards@bestow.example',
        to: { name: 'Aşa', address: to },
        subject: 'Glückwunsch, Aşa: 500 points 🎉',
        messageId: '<reward-1@bestow.example>',
        headers: { 'Auto-Submitted': 'auto-generated' },
        html: '<p>Danke schön</p>',
        text: 'Danke schön',
      });
    } finally {
      transport.close();
    }
  }
});
