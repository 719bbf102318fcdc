import { createHash, randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import zlib from 'node:zlib';

// The types of api/ stand in web/ too, but leave nothing in its output.
const FOLDERS = ['web', 'contracts', 'domain'];
// What is worth compressing; images and fonts are compressed already.
const TEXTS = /\.(js|css|svg|html|json)$/;
const SMALLEST_WORTH_COMPRESSING_BYTES = 1_000;

/**
 * Whether dist/web was made of what stands here now; about 10 ms.
 *
 * @param {string} root the checkout
 */
export function isWebUpToDate(root) {
  const stamp = path.join(root, 'dist', 'web', '.stamp');
  return fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === hashOfSources(root);
}

/**
 * Builds the front end into dist/web, with a gzip and a brotli copy beside each text. It is built
 * aside and moved into place, so that a process that serves it meanwhile never finds half of it.
 *
 * @param {string} root the checkout
 * @throws {Error} of Vite, naming the file that does not compile
 */
export async function buildWeb(root) {
  const stamp = hashOfSources(root);
  // Vite takes a mode that is set for its own: a build that a test asks for (NODE_ENV=test) would
  // carry the development half of React.
  process.env.NODE_ENV = 'production';
  const { build } = await import('vite').catch((cause) => {
    throw new Error('Vite is missing: install the packages with `npm ci --include=dev`.', {
      cause,
    });
  });
  const target = path.join(root, 'dist', 'web');
  const aside = path.join(root, 'dist', `.web-${randomUUID()}`);
  try {
    await build({
      configFile: path.join(root, 'web', 'vite.config.mjs'),
      logLevel: 'warn',
      build: { outDir: aside },
    });
    await compressTexts(aside);
    fs.writeFileSync(path.join(aside, '.stamp'), stamp);
    fs.rmSync(target, { recursive: true, force: true });
    fs.renameSync(aside, target);
  } finally {
    fs.rmSync(aside, { recursive: true, force: true });
  }
}

async function compressTexts(folder) {
  const files = fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && TEXTS.test(entry.name) && entry.name !== 'index.html')
    .map((entry) => path.join(entry.parentPath, entry.name));
  await Promise.all(
    files.map(async (file) => {
      const text = fs.readFileSync(file);
      if (text.length < SMALLEST_WORTH_COMPRESSING_BYTES) return;
      // The best: it is built once and loaded by everybody.
      const params = { [zlib.constants.BROTLI_PARAM_QUALITY]: 11 };
      fs.writeFileSync(`${file}.br`, await promisify(zlib.brotliCompress)(text, { params }));
      fs.writeFileSync(`${file}.gz`, await promisify(zlib.gzip)(text, { level: 9 }));
    }),
  );
}

function hashOfSources(root) {
  const hash = createHash('sha256');
  const files = FOLDERS.flatMap((folder) =>
    fs
      .readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !/\.test\.tsx?$|\.md$/.test(entry.name))
      .map((entry) => path.join(entry.parentPath, entry.name)),
  );
  // The lock file: React and Mantine are part of the output.
  for (const file of [
    ...files.sort(),
    path.join(root, 'package-lock.json'),
    import.meta.filename,
  ]) {
    hash.update(`${path.relative(root, file)}\n`).update(fs.readFileSync(file));
  }
  return hash.digest('base64url');
}
