import { useTranslation } from 'react-i18next';
import { toRefusalView } from '../client/refusal';

/** What to say of an error: what it is, what to do, and the number that support finds it by. */
export function useRefusalTexts(): (error: unknown) => {
  message: string;
  nextAction: string;
  requestId: string;
} {
  const { t } = useTranslation();
  return (error) => {
    const { code, message, nextAction, requestId } = toRefusalView(error);
    if (code === 'no_connection') {
      return {
        ...{ message: t('errors.noConnection'), nextAction: t('errors.noConnectionNext') },
        requestId,
      };
    }
    if (code === 'unexpected') {
      const nextAction = t('errors.unexpectedNext');
      return { message: t('errors.unexpected'), nextAction, requestId };
    }
    return { message, nextAction, requestId };
  };
}
