import type { RequestHandler } from 'express';
import multer, { MulterError } from 'multer';
import { MAX_IMAGE_BYTES } from '../../domain/image-header';
import { Refusal } from '../errors';

/** Reads the one file of a multipart body (RFC 7578) into `body.file`, never more than it may have. */
export const parseUpload: RequestHandler = (request, response, next) => {
  if (!request.is('multipart/form-data')) {
    next(new Refusal('unsupported_media_type', {}, WANTED));
    return;
  }
  upload(request, response, (error: unknown) => {
    if (error !== undefined) {
      next(refusalOf(error));
      return;
    }
    request.body = request.file === undefined ? {} : { file: request.file.buffer };
    next();
  });
};

const WANTED = 'Send the image as multipart/form-data, in a part named "file".';

const upload = multer({
  storage: multer.memoryStorage(),
  limits: { fileSize: MAX_IMAGE_BYTES, files: 1, fields: 0, headerPairs: 20 },
  defParamCharset: 'utf8',
}).single('file');

/** Whatever else is wrong with a multipart body is the sender's: a missing boundary, a broken end. */
function refusalOf(error: unknown): Refusal {
  if (error instanceof MulterError && error.code === 'LIMIT_FILE_SIZE') {
    return new Refusal('image_too_large');
  }
  return new Refusal('bad_request', {}, WANTED);
}
