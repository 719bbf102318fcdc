import { TextInput, type TextInputProps } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';

/** A field that searches while one types, a moment after the last key, or when one leaves it. */
export function SearchField({ value, onSearch, ...rest }: SearchFieldProps) {
  const [typed, setTyped] = useState(value);
  // What has come from outside since (filters were cleared) is shown; what was searched for is not
  // written over what is typed meanwhile.
  const [seen, setSeen] = useState({ value, searched: value });
  if (value !== seen.value) {
    setSeen({ ...seen, value });
    if (value !== seen.searched) setTyped(value);
  }
  const search = useDebouncedCallback((text: string) => {
    setSeen((before) => ({ ...before, searched: text }));
    onSearch(text);
  }, PAUSE_MILLISECONDS);
  return (
    <TextInput
      type="search"
      maxLength={200}
      leftSection={<IconSearch size={16} aria-hidden />}
      {...rest}
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        search(event.currentTarget.value.trim());
      }}
      // Whoever goes on to a row at once is not called back from it by a search that comes late.
      onBlur={() => search.flush()}
    />
  );
}

interface SearchFieldProps extends Omit<TextInputProps, 'value' | 'onChange' | 'onBlur'> {
  /** What is searched for now; it stands in the address. */
  value: string;
  onSearch: (text: string) => void;
}

/** Between two keys of somebody who types. */
const PAUSE_MILLISECONDS = 250;
