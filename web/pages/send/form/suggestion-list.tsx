import { Portal, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './suggestion-list.module.css';
import type { Suggestion, Suggestions } from './use-suggestions';

/** Below the cell in which one types; it goes with the page when that is scrolled. */
export function SuggestionList({ suggestions, onChoose }: SuggestionListProps) {
  const { t } = useTranslation();
  const { typing, items, chosen } = suggestions;
  if (typing === undefined || items.length === 0) return null;
  const { left, bottom, width } = typing.cell.getBoundingClientRect();
  const place = {
    insetInlineStart: left + window.scrollX,
    top: bottom + window.scrollY + 4,
    minWidth: Math.max(width, LEAST_PIXELS),
  };
  return (
    <Portal>
      <div
        id={LIST_ID}
        role="listbox"
        aria-label={t('sendForm.suggestions')}
        className={classes.list}
        style={place}
      >
        {items.map((item, index) => (
          <div
            key={item.key}
            id={optionId(index)}
            role="option"
            aria-selected={index === chosen}
            className={classes.option}
            // Pressed, before the cell loses the focus and the list goes.
            onPointerDown={(event) => {
              event.preventDefault();
              onChoose(item);
            }}
          >
            <Text size="sm" fw={550}>
              {item.label}
            </Text>
            {item.detail !== '' && (
              <Text size="xs" c="dimmed">
                {item.detail}
              </Text>
            )}
          </div>
        ))}
      </div>
    </Portal>
  );
}

interface SuggestionListProps {
  suggestions: Suggestions;
  onChoose: (item: Suggestion) => void;
}

const LEAST_PIXELS = 220;
export const LIST_ID = 'send-suggestions';

export function optionId(index: number): string {
  return `${LIST_ID}-${index}`;
}
