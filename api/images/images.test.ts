import type { Campaign } from '../../contracts/campaigns';
import { attributeValues } from '../../emails/html-reader';
import type { ApiError } from '../../test/support/api-client';
import { useCleanUp } from '../../test/support/clean-up';
import {
  makeCompany,
  openTestDatabases,
  startTestApi,
  type TestApi,
  type TestCompany,
  type TestDatabases,
} from '../../test/support/company';

const cleanUp = useCleanUp();
let databases: TestDatabases;
let api: TestApi;
let acme: TestCompany;
let globex: TestCompany;

beforeAll(async () => {
  databases = await openTestDatabases(cleanUp);
  api = await startTestApi(cleanUp, databases);
  acme = await makeCompany(databases.platformDb);
  globex = await makeCompany(databases.platformDb);
});

afterAll(() => {
  expect(api.logged).toEqual([]);
});

/** A whole image of one transparent pixel, 43 bytes. */
const GIF = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

function png(width: number, height: number, bytes = 100): Buffer {
  const image = Buffer.alloc(bytes);
  Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1').copy(image);
  image.writeUInt32BE(width, 16);
  image.writeUInt32BE(height, 20);
  return image;
}

interface Image {
  id: string;
  url: string;
  mediaType: string;
  width: number;
  height: number;
  bytes: number;
}

async function upload(
  content: Buffer,
  { company = acme, name = 'banner.png', type = 'image/png', part = 'file' } = {},
) {
  const form = new FormData();
  form.append(part, new Blob([new Uint8Array(content)], { type }), name);
  return post(form, company);
}

async function post(body: FormData | string, company = acme, headers = {}) {
  const response = await fetch(`${api.url}/api/v1/images`, {
    method: 'POST',
    headers: { authorization: `Bearer ${company.apiKey}`, ...headers },
    body,
  });
  return { status: response.status, body: (await response.json()) as Image & ApiError };
}

describe('an image that was uploaded', () => {
  test('is shown to whoever has its address, as mail programs need it', async () => {
    const made = await upload(GIF);
    expect(made.status).toBe(201);
    expect(made.body).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4/),
      url: `http://bestow.test.example/images/${made.body.id}`,
      mediaType: 'image/gif',
      ...{ width: 1, height: 1, bytes: GIF.length },
    });
    const shown = await fetch(`${api.url}/images/${made.body.id}`, {
      headers: { cookie: 'bestow.session=s%3Asomething' },
    });
    expect(shown.status).toBe(200);
    expect(Buffer.from(await shown.arrayBuffer())).toEqual(GIF);
    expect(Object.fromEntries(shown.headers)).toMatchObject({
      'content-type': 'image/gif',
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'cross-origin',
      'content-security-policy': expect.stringContaining("default-src 'none'"),
    });
    expect(shown.headers.get('set-cookie')).toBeNull();
    const head = await fetch(`${api.url}/images/${made.body.id}`, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length')]).toEqual([200, String(GIF.length)]);
  });

  test('is what its bytes say, whatever name and type it came with', async () => {
    const made = await upload(png(600, 300), { name: '../../x.html', type: 'text/html' });
    expect(made.body).toMatchObject({ mediaType: 'image/png', width: 600, height: 300 });
    const shown = await fetch(`${api.url}/images/${made.body.id}`);
    expect(shown.headers.get('content-type')).toBe('image/png');
  });

  test('comes again as the same image, in a company', async () => {
    const image = png(10, 10);
    const first = await upload(image);
    const again = await Promise.all([upload(image), upload(image), upload(image)]);
    expect([first.status, ...again.map(({ status }) => status)]).toEqual([201, 200, 200, 200]);
    expect(new Set(again.map(({ body }) => body.id))).toEqual(new Set([first.body.id]));
    const other = await upload(image, { company: globex });
    expect(other.status).toBe(201);
    expect(other.body.id).not.toBe(first.body.id);
  });

  test('comes by tRPC too, as base64', async () => {
    const response = await fetch(`${api.url}/trpc/images.upload`, {
      method: 'POST',
      headers: { authorization: `Bearer ${acme.apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ file: png(7, 7).toString('base64') }),
    });
    expect(await response.json()).toMatchObject({ result: { data: { width: 7, height: 7 } } });
  });

  test.each([
    ['the largest in bytes', png(1, 1, 1_048_576)],
    ['the largest in pixels', png(4_000, 4_000)],
  ])('may be %s', async (_, image) => {
    expect((await upload(image)).status).toBe(201);
  });
});

describe('an upload that is refused', () => {
  test.each<[string, number, string, Buffer]>([
    ['one byte more than 1 MB', 413, 'image_too_large', png(1, 1, 1_048_577)],
    ['far more than 1 MB', 413, 'image_too_large', png(1, 1, 6_000_000)],
    ['one pixel too wide', 422, 'invalid_image', png(4_001, 1)],
    ['one pixel too high', 422, 'invalid_image', png(1, 4_001)],
    ['nothing', 422, 'invalid_image', Buffer.alloc(0)],
    ['SVG', 422, 'invalid_image', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    ['HTML', 422, 'invalid_image', Buffer.from('<script>alert(1)</script>')],
  ])('%s: %i %s', async (_, status, code, image) => {
    const refused = await upload(image);
    expect([refused.status, refused.body.error.code]).toEqual([status, code]);
  });

  test('a part of another name, no part, two parts, another field', async () => {
    const two = new FormData();
    two.append('file', new Blob([GIF]), 'a.gif');
    two.append('file', new Blob([GIF]), 'b.gif');
    const field = new FormData();
    field.append('file', new Blob([GIF]), 'a.gif');
    field.append('id', 'x');
    const answers = [
      await upload(GIF, { part: 'image' }),
      await post(new FormData()),
      await post(two),
      await post(field),
    ];
    for (const { status, body } of answers) {
      expect([status, body.error.code]).toEqual([400, 'bad_request']);
    }
  });

  test.each([
    ['JSON', 415, 'application/json', '{}'],
    ['no boundary', 400, 'multipart/form-data', 'x'],
    ['a body that breaks off', 400, 'multipart/form-data; boundary=x', '--x\r\nContent-Disp'],
    ['a part that breaks off', 400, 'multipart/form-data; boundary=x', BROKEN_PART()],
  ])('%s is %i', async (_, status, type, body) => {
    const refused = await post(body, acme, { 'content-type': type });
    expect(refused.status).toBe(status);
  });

  test('without a key', async () => {
    expect((await post(new FormData(), { ...acme, apiKey: 'none' })).status).toBe(401);
  });

  function BROKEN_PART(): string {
    return '--x\r\nContent-Disposition: form-data; name="file"; filename="a.gif"\r\n\r\nGIF89a';
  }
});

test.each(['01930f0e-7b1c-7c3a-9a52-0f4f6d2f0a11', 'x', '%00', "'--", '..%2f..%2fetc'])(
  'there is no image %s',
  async (id) => {
    const response = await fetch(`${api.url}/images/${id}`);
    expect(response.status).toBe(404);
    expect(response.headers.get('set-cookie')).toBeNull();
  },
);

describe('a banner', () => {
  const content = { subject: 'S', heading: 'H', message: 'M' };
  const create = (company: TestCompany, bannerImageId: string) =>
    api.as(company).request<Campaign & ApiError>('POST', '/campaigns', {
      name: `With ${bannerImageId}`,
      content: { ...content, bannerImageId },
    });

  test('is in the mail by its public address', async () => {
    const image = await upload(png(1_200, 400));
    const made = await create(acme, image.body.id);
    expect([made.status, made.body.content.bannerImageId]).toEqual([201, image.body.id]);
    const preview = await api
      .as(acme)
      .request<{ html: string }>('POST', '/campaigns/preview', { campaignId: made.body.id });
    expect(attributeValues(preview.body.html, 'img', 'src')).toEqual([image.body.url]);
    expect(attributeValues(preview.body.html, 'img', 'width')).toEqual(['600']);
  });

  test('of another company is refused as one that there is not', async () => {
    const foreign = await upload(png(50, 50), { company: globex });
    for (const id of [foreign.body.id, '01930f0e-7b1c-7c3a-9a52-0f4f6d2f0a11', 'x']) {
      const refused = await create(acme, id);
      expect(refused.status).toBe(422);
      expect(refused.body.error.issues).toEqual([
        {
          path: 'content.bannerImageId',
          code: 'invalid_campaign',
          message: 'There is no image with this id: upload it first.',
        },
      ]);
    }
  });
});
