import type { accountReasons as english } from '../../../../domain/account-reasons';
import type { ReasonText } from '../../reason-language';

export const accountReasons: Record<keyof typeof english, ReasonText> = {
  wrong_code: {
    message: 'Der Code ist falsch oder wurde schon benutzt.',
    nextAction:
      'Geben Sie den Code ein, den Ihre App jetzt zeigt, oder einen unbenutzten Wiederherstellungscode.',
  },
  sign_in_expired: {
    message: 'Diese Anmeldung hat zu lange gedauert.',
    nextAction: 'Beginnen Sie noch einmal mit E-Mail-Adresse und Passwort.',
  },
  wrong_credentials: {
    message: 'Die E-Mail-Adresse oder das Passwort ist falsch.',
    nextAction:
      'Prüfen Sie beides und versuchen Sie es noch einmal, oder setzen Sie über „Passwort vergessen?“ ein neues.',
  },
  wrong_password: {
    message: 'Das Passwort ist falsch.',
    nextAction: 'Geben Sie das Passwort ein, mit dem Sie sich anmelden.',
  },
  password_too_short: {
    message: 'Das Passwort ist zu kurz.',
    nextAction: 'Wählen Sie eines mit mindestens 12 Zeichen: Mehrere Wörter merkt man sich leicht.',
  },
  password_too_easy: {
    message: 'Dieses Passwort gehört zu denen, die jemand als Erstes probieren würde.',
    nextAction:
      'Wählen Sie ein anderes, das weder Ihr Name noch Ihre Adresse noch ein häufiges Passwort ist.',
  },
  totp_already_enabled: {
    message: 'Der zweite Faktor ist schon eingeschaltet.',
    nextAction: 'Schalten Sie ihn zuerst aus, um ein anderes Gerät zu benutzen.',
  },
  totp_not_enabled: {
    message: 'Der zweite Faktor ist nicht eingeschaltet.',
    nextAction: 'Beginnen Sie mit dem QR-Code, und bestätigen Sie ihn mit einem Code Ihrer App.',
  },
  reset_link_over: {
    message: 'Dieser Link gilt nicht mehr: Er ist abgelaufen oder wurde schon benutzt.',
    nextAction: 'Fordern Sie einen neuen an; der Link in der neuesten E-Mail gilt.',
  },
  invitation_over: {
    message:
      'Diese Einladung gilt nicht mehr: Sie ist abgelaufen, wurde ersetzt oder schon benutzt.',
    nextAction:
      'Melden Sie sich an, wenn Sie schon beigetreten sind; sonst bitten Sie die Person, die Sie eingeladen hat, um eine neue.',
  },
  address_has_account: {
    message: 'Zu dieser Adresse gibt es schon ein Konto.',
    nextAction:
      'Melden Sie sich damit an, oder bitten Sie um eine Einladung an eine andere Adresse.',
  },
  already_in_team: {
    message: 'Diese Person ist schon in Ihrem Team.',
    nextAction: 'Ändern Sie stattdessen die Rolle in der Liste Ihres Teams.',
  },
  invalid_country: {
    message: 'Dieses Land gibt es nicht.',
    nextAction: 'Wählen Sie ein Land aus der Liste (ISO 3166-1 alpha-2).',
  },
  too_many_keys: {
    message: 'Ihre Firma hat so viele API-Schlüssel, wie sie haben kann.',
    nextAction: 'Widerrufen Sie einen, der nicht mehr benutzt wird.',
  },
  cannot_be_invited: {
    message: 'Diese Adresse kann nicht eingeladen werden.',
    nextAction: 'Laden Sie die Person mit einer anderen Adresse ein, oder fragen Sie den Support.',
  },
  already_invited: {
    message: 'Diese Adresse ist schon eingeladen.',
    nextAction: 'Senden Sie die Einladung noch einmal, oder ziehen Sie sie zuerst zurück.',
  },
  last_owner: {
    message: 'Ihre Firma hätte keinen Inhaber mehr.',
    nextAction: 'Ernennen Sie zuerst jemand anderen zum Inhaber.',
  },
  owners_only: {
    message: 'Nur ein Inhaber kann Inhaber ernennen, ändern oder entfernen.',
    nextAction: 'Bitten Sie einen Inhaber Ihrer Firma.',
  },
};
