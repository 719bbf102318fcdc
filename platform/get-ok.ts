import { get } from 'node:http';

/** Resolves when a GET of `url` is answered with 200. */
export async function getOk(url: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    get(url, { agent: false }, (response) => {
      response.resume();
      if (response.statusCode === 200) resolve();
      else reject(new Error(`${url} answers ${response.statusCode}`));
    }).once('error', reject);
  });
}
