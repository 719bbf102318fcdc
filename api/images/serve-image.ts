import { Router } from 'express';
import { findPublicImage } from '../../db/images';
import type { Services } from '../context';

/**
 * The images of mails, for whoever has their address: mail programs send neither cookie nor key. The
 * content behind an id never changes, so it may be kept forever.
 */
export function createImageRouter({ platformDb }: Services): Router {
  const router = Router();
  router.get('/:id', async (request, response, next) => {
    const image = await findPublicImage(platformDb, request.params.id);
    if (image === undefined) {
      next();
      return;
    }
    response.set({
      'Content-Type': image.mediaType,
      'Cache-Control': 'public, max-age=31536000, immutable',
      // Web mail shows it on a page of its own origin (https://fetch.spec.whatwg.org/#corp).
      'Cross-Origin-Resource-Policy': 'cross-origin',
      'X-Content-Type-Options': 'nosniff',
    });
    response.send(image.content);
  });
  return router;
}
