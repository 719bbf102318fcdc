import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { mailKindInput, previewValuesInput, testMailSchema } from '../../contracts/campaigns';
import { id } from '../../contracts/distributions';
import { type CompanyAdmin, findCompanyAdmin } from '../../db/find-company-admin';
import { findCampaign } from '../../db/campaigns';
import type { Transaction } from '../../db/pool';
import { parseEmailAddress } from '../../domain/email-address';
import { reasons } from '../../domain/reasons';
import type { Caller } from '../context';
import { refuse } from '../errors';
import { testMailLimit } from '../rate-limits';
import { permitted } from '../trpc';
import { renderPreview } from './render-preview';

/** Mails the preview of a campaign to an admin, and says what the mail server answered. */
export const sendTestMail = permitted('campaigns.edit')
  .meta({
    openapi: {
      method: 'POST',
      path: '/campaigns/{id}/test-mail',
      operationId: 'sendTestMail',
      tags: ['Campaigns'],
      summary: 'Mail a test of a campaign to an admin',
      description:
        'At most 20 an hour for a company. The subject begins with "[Test]"; nobody is credited.',
      errorResponses: [400, 401, 403, 404, 422, 429],
    },
  })
  .input(
    z.strictObject({
      id,
      email: z.string().max(254).optional().meta({
        description:
          'An admin of your company: needed with an API key. A signed-in admin mails to himself.',
      }),
      values: previewValuesInput.default({}),
      kind: mailKindInput,
    }),
  )
  .output(testMailSchema)
  .mutation(async ({ ctx, input }) => {
    const { services, caller } = ctx;
    const { admin, mail } = await ctx.inCompany(async (tx) => {
      const campaign = await findCampaign(tx, input.id);
      if (campaign === undefined) return refuse('not_found');
      const { values, kind } = input;
      const { company } = caller;
      return {
        admin: (await findAddressee(tx, caller, input.email)) ?? refuseAddress(),
        mail: await renderPreview(tx, services.settings, {
          ...{ content: campaign.content, values, kind, company },
        }),
      };
    });
    await testMailLimit(services.platformDb, caller.company.id).take(ctx.reply);
    const { outcome, detail } = await services.mailer.send({
      ...mail,
      messageKey: `${randomUUID()}.test`,
      toName: admin.name,
      toAddress: admin.email,
      subject: `[Test] ${mail.subject}`,
    });
    return { email: admin.email, outcome, detail };
  });

/** A signed-in admin is the addressee; a machine names one. */
async function findAddressee(
  tx: Transaction,
  caller: Caller,
  typed: string | undefined,
): Promise<CompanyAdmin | undefined> {
  const email = typed === undefined ? undefined : parseEmailAddress(typed);
  if (caller.kind === 'api_key') {
    return email && findCompanyAdmin(tx, { emailKey: email.key });
  }
  const self = await findCompanyAdmin(tx, { id: caller.id });
  return typed === undefined || email?.key === self?.emailKey ? self : undefined;
}

function refuseAddress(): never {
  const code = 'not_a_company_admin';
  return refuse(code, { issues: [{ path: 'email', code, message: reasons[code].nextAction }] });
}
