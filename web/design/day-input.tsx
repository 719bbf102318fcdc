import { DateInput, type DateInputProps } from '@mantine/dates';
import '@mantine/dates/styles.css';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { localeOf } from '../texts/format';
import { problemOfTypedDay, readTypedDay, showTypedDay } from './zoned-time';

/**
 * A day, typed or chosen; `2026-12-24`. While something else is typed there is none: the field keeps
 * the text and says what is wrong with it, and the day before is not taken for it.
 */
export function DayInput({ value, onChange, error, minDate, maxDate, ...props }: DayInputProps) {
  const { t, i18n } = useTranslation();
  const locale = localeOf(i18n.language, navigator.languages);
  const [typed, setTyped] = useState('');
  const [isTyping, setIsTyping] = useState(false);
  const problemOf = (text: string) =>
    problemOfTypedDay(text, locale, { first: minDate, last: maxDate });
  // A day that somebody else has set stands in place of what was typed.
  const problem = value === null ? problemOf(typed) : undefined;
  const days = {
    example: showTypedDay(EXAMPLE, locale),
    first: showDay(minDate, locale),
    last: showDay(maxDate, locale),
  };
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
      {...(minDate !== undefined && { minDate })}
      {...(maxDate !== undefined && { maxDate })}
      value={value}
      onInput={({ currentTarget: { value: text } }) => {
        setTyped(text);
        setIsTyping(true);
        if (text.trim() === '' || problemOf(text) !== undefined) onChange(null);
      }}
      onChange={(day) => {
        if (day !== null) setTyped('');
        onChange(day);
      }}
      onBlur={() => setIsTyping(false)}
      fixOnBlur={problem === undefined}
      error={problem !== undefined && !isTyping ? t(`zonedTime.${problem}`, days) : error}
    />
  );
}

interface DayInputProps extends Omit<
  DateInputProps,
  'value' | 'valueFormat' | 'dateParser' | 'onChange' | 'minDate' | 'maxDate' | 'onInput' | 'onBlur'
> {
  value: string | null;
  onChange: (day: string | null) => void;
  /** As `2026-12-24`; or undefined for any. */
  minDate?: string | undefined;
  maxDate?: string | undefined;
}

/** A day that cannot be taken for a month. */
const EXAMPLE = '2026-12-24';

function showDay(day: string | undefined, locale: string): string {
  return day === undefined || day === '' ? '' : showTypedDay(day, locale);
}
