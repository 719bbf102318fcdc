import type { webhookReasons as english } from '../../../../domain/webhook-reasons';
import type { ReasonText } from '../../reason-language';

export const webhookReasons: Record<keyof typeof english, ReasonText> = {
  webhook_url_malformed: {
    message: 'Das ist keine Adresse im Web.',
    nextAction:
      'Geben Sie eine Adresse mit höchstens 2.000 Zeichen an, wie https://example.com/hooks.',
  },
  webhook_url_not_https: {
    message: 'Webhooks gehen über https.',
    nextAction: 'Geben Sie eine Adresse an, die mit https:// beginnt.',
  },
  webhook_url_has_credentials: {
    message: 'In der Adresse steht ein Benutzername oder ein Passwort.',
    nextAction: 'Lassen Sie beides weg: Was wir senden, ist signiert, und Sie prüfen die Signatur.',
  },
  webhook_url_not_public: {
    message: 'Diese Adresse ist nicht im öffentlichen Internet.',
    nextAction: 'Geben Sie eine Adresse an, die jeder erreichen kann.',
  },
  too_many_webhooks: {
    message: 'Ihre Firma hat so viele Webhook-Endpunkte, wie sie haben kann.',
    nextAction: 'Löschen Sie einen, der nicht mehr benutzt wird.',
  },
  webhook_disabled: {
    message: 'Dieser Endpunkt ist abgeschaltet, deshalb wird nichts an ihn gesendet.',
    nextAction: 'Schalten Sie ihn zuerst ein.',
  },
};
