import { z } from 'zod';

/**
 * The first part of each path that belongs to the front end; everything else is answered by the
 * server alone. The router of web/ has the same list (web/router.test.ts).
 *
 * `wallet` is not here: it is the application's for a recipient who is signed in, and the server's
 * sign-in page for everybody else (api/wallet-routes.ts).
 */
export const webSections = [
  '',
  'balance',
  'campaigns',
  'catalogue',
  'distributions',
  'finance',
  'invitation',
  'order-address',
  'recipients',
  'reset-password',
  'send',
  'settings',
  'sign-in',
  'support',
  'tickets',
] as const;

/** What the server tells the page by its HTML, so that it is there even if no call succeeds. */
export const webPageSchema = z.object({
  supportEmail: z.string(),
  whatsapp: z.string(),
  /** Where points of recipients and their questions are answered: a form. */
  helpUrl: z.string(),
  /** The address under which the platform is reached from outside. */
  publicUrl: z.string(),
});
export type WebPage = z.infer<typeof webPageSchema>;
