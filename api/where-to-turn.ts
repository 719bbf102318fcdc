import type { Help } from '../emails/help';
import type { ApiSettings } from './context';

/** Rule R16: the same on every page and in every mail. */
export function helpOf(settings: ApiSettings): Help {
  return {
    supportEmail: settings.supportEmail,
    whatsapp: settings.supportWhatsapp,
    ticketUrl: `${settings.publicUrl}/help`,
  };
}
