/** Where a recipient turns when something is wrong (rule R16). It is in every mail, on every page. */
export type Help = {
  supportEmail: string;
  /** A telephone number as people write it, with its country code: `+1 555 010 0199`. */
  whatsapp: string;
  ticketUrl: string;
};

/** The help together with what its links need, ready for a template. */
export function helpLinks(help: Help): HelpLinks {
  return {
    ...help,
    // An `&` or `?` that an address may contain would otherwise begin mailto's own fields.
    supportEmailUrl: `mailto:${encodeURIComponent(help.supportEmail).replaceAll('%40', '@')}`,
    // Click-to-chat takes the number in international form, digits only: https://wa.me/<number>.
    whatsappUrl: `https://wa.me/${help.whatsapp.replaceAll(/\D/g, '')}`,
  };
}

export type HelpLinks = Help & { supportEmailUrl: string; whatsappUrl: string };
