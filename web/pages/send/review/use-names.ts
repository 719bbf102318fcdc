import { useTranslation } from 'react-i18next';

/** `Asha, Bo, Chen and 12 more`: as many as are read at a glance. */
export function useNames(): (names: readonly string[], count: number) => string {
  const { t, i18n } = useTranslation();
  return (names, count) => {
    const shown = names.slice(0, SHOWN);
    const more = count - shown.length;
    if (more > 0) return t('sendReview.andMore', { count: more, names: shown.join(', ') });
    return new Intl.ListFormat(i18n.language).format(shown);
  };
}

const SHOWN = 4;
