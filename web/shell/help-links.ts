import type { WebPage } from '../../contracts/web';

/** https://faq.whatsapp.com/5913398998672934: digits alone. */
export function helpLinks({ supportEmail, whatsapp }: WebPage) {
  return {
    mail: `mailto:${supportEmail}`,
    whatsapp: `https://wa.me/${whatsapp.replaceAll(/\D/g, '')}`,
  };
}
