import type { RequestHandler } from 'express';
import multer, { MulterError } from 'multer';
import type { ReasonCode } from '../domain/reasons';
import { Refusal } from './errors';

/**
 * Reads a form with one file, in the part `file` (multipart/form-data, RFC 7578), into `body`: the
 * file's bytes and name, and the texts beside it. Never more of it is read than the file may have.
 *
 * Whatever else is wrong with a form is its sender's: a missing boundary, a broken end, other parts.
 */
export function takeFile(options: {
  maxBytes: number;
  /** What a larger file is refused with. */
  tooLarge: ReasonCode;
  /** Text fields beside the file. */
  fields: number;
}): RequestHandler {
  const { maxBytes, tooLarge, fields } = options;
  const take = multer({
    storage: multer.memoryStorage(),
    limits: { fileSize: maxBytes, files: 1, fields, fieldSize: 1_000, headerPairs: 20 },
    defParamCharset: 'utf8',
  }).single('file');
  return (request, response, next) => {
    if (!request.is('multipart/form-data')) {
      next(new Refusal('unsupported_media_type', {}, undefined, WANTED_FILE));
      return;
    }
    take(request, response, (error: unknown) => {
      if (error instanceof MulterError && error.code === 'LIMIT_FILE_SIZE') {
        next(new Refusal(tooLarge, {}, `The file is larger than ${maxBytes / 1024 / 1024} MB.`));
      } else if (error !== undefined) {
        next(noFile());
      } else {
        next();
      }
    });
  };
}

export function noFile(): Refusal {
  return new Refusal('bad_request', {}, 'There is no file in the form.', WANTED_FILE);
}

const WANTED_FILE = 'Send the file as multipart/form-data, in a part named "file".';
