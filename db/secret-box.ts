import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/**
 * Keeps secrets that must be read again, such as those of second factors, encrypted in the database:
 * AES-256-GCM (NIST SP 800-38D) with a key that HKDF (RFC 5869) derives from the server's secret. What
 * they belong to is authenticated too, so that a row cannot be given the secret of another.
 */
export function createSecretBox(secret: string): SecretBox {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'bestow/secret-box/1', KEY_BYTES));
  return {
    seal: (text, owner) => {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(owner));
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
    },
    open: (box, owner) => {
      const nonce = box.subarray(0, NONCE_BYTES);
      const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES })
        .setAAD(Buffer.from(owner))
        .setAuthTag(box.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
      const sealed = box.subarray(NONCE_BYTES + TAG_BYTES);
      return Buffer.concat([decipher.update(sealed), decipher.final()]).toString('utf8');
    },
  };
}

export interface SecretBox {
  /** @param owner what the secret belongs to, such as `admin/<id>`; needed to open it again. */
  seal: (text: string, owner: string) => Buffer;
  /** @throws Error when the box was changed, or sealed for another owner or by another secret. */
  open: (box: Buffer, owner: string) => string;
}

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
