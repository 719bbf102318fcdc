import { DateInput, type DateInputProps } from '@mantine/dates';
import '@mantine/dates/styles.css';
import { useTranslation } from 'react-i18next';
import { localeOf } from '../texts/format';
import { readTypedDay, showTypedDay } from './zoned-time';

/** A day, typed or chosen; `2026-12-24`. */
export function DayInput(props: DayInputProps) {
  const { t, i18n } = useTranslation();
  const locale = localeOf(i18n.language, navigator.languages);
  return (
    <DateInput
      valueFormat={(day) => showTypedDay(day, locale)}
      dateParser={(text) => readTypedDay(text, locale)}
      monthLabelFormat={(day) => showTypedDay(day, locale, { month: 'long', year: 'numeric' })}
      weekdayFormat={(day) => showTypedDay(day, locale, { weekday: 'short' })}
      monthsListFormat={(day) => showTypedDay(day, locale, { month: 'short' })}
      yearLabelFormat={(day) => showTypedDay(day, locale, { year: 'numeric' })}
      ariaLabels={{
        previousMonth: t('zonedTime.previous'),
        nextMonth: t('zonedTime.next'),
        previousYear: t('zonedTime.previous'),
        nextYear: t('zonedTime.next'),
        previousDecade: t('zonedTime.previous'),
        nextDecade: t('zonedTime.next'),
        monthLevelControl: t('zonedTime.chooseMonth'),
        yearLevelControl: t('zonedTime.chooseYear'),
      }}
      getDayProps={(day) => ({
        'aria-label': showTypedDay(day, locale, { day: 'numeric', month: 'long', year: 'numeric' }),
      })}
      {...props}
    />
  );
}

type DayInputProps = Omit<DateInputProps, 'valueFormat' | 'dateParser'>;
