import { z } from 'zod';
import { adminRoles } from '../domain/permissions';
import { id } from './distributions';

/** A person of the company's team. */
export const teamMemberSchema = z.object({
  id,
  name: z.string(),
  email: z.string(),
  role: z.enum(adminRoles),
  isYou: z.boolean(),
  totpEnabled: z.boolean(),
  joinedAt: z.iso.datetime(),
  lastSignedInAt: z.iso.datetime().nullable(),
});
export type TeamMember = z.infer<typeof teamMemberSchema>;

/** Somebody who was invited and has not joined; after `expiresAt` it must be sent again. */
export const invitationSchema = z.object({
  id,
  email: z.string(),
  role: z.enum(adminRoles),
  invitedBy: z.string().nullable().meta({ description: 'The name of who did it.' }),
  invitedAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  mail: z.enum(['sent', 'waiting', 'failed']).nullable().meta({
    description:
      'Of the mail with the link: `waiting` is tried again by itself, `failed` is not. Null when nothing is known of it any more.',
  }),
});
export type Invitation = z.infer<typeof invitationSchema>;

/** What an invitation came to: it stands, and the mail server has answered this to the first try. */
export const sentInvitationSchema = z.object({
  invitation: invitationSchema,
  mail: z.enum(['accepted', 'refused', 'deferred']),
});
export type SentInvitation = z.infer<typeof sentInvitationSchema>;
