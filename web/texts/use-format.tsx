import { useQuery } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { trpc } from '../client/trpc';
import { createFormat, type Format, localeOf } from './format';

/** Formats for the reader: see format.ts. */
export function useFormat(): Format {
  return useContext(FormatContext);
}

const UTC_ENGLISH = createFormat({ locale: 'en', timeZone: 'UTC' });
const FormatContext = createContext<Format>(UTC_ENGLISH);

/**
 * The language of the page and the zone of the company; before anybody is known, UTC.
 *
 * @param props.timeZone IANA: another than the company's, of a recipient
 */
export function FormatProvider({ children, timeZone: own }: FormatProviderProps) {
  const { i18n } = useTranslation();
  const { data: me } = useQuery({ ...trpc.auth.whoAmI.queryOptions(), enabled: false });
  const timeZone = own ?? me?.company?.timeZone ?? 'UTC';
  const locale = localeOf(i18n.language, navigator.languages);
  const format = useMemo(() => createFormat({ locale, timeZone }), [locale, timeZone]);
  return <FormatContext value={format}>{children}</FormatContext>;
}

interface FormatProviderProps {
  children: ReactNode;
  timeZone?: string | undefined;
}
