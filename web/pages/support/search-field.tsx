import { TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';

/** A field that searches while one types, a moment after the last letter. */
export function SearchField({ label, hint, value, onSearch }: SearchFieldProps) {
  const [typed, setTyped] = useState(value ?? '');
  const [before, setBefore] = useState(value);
  const search = useDebouncedCallback(onSearch, PAUSE_MILLISECONDS);
  if (value !== before) {
    setBefore(value);
    // Cleared filters empty the field, too.
    if (value === undefined) setTyped('');
  }
  return (
    <TextInput
      flex={2}
      miw={220}
      type="search"
      label={label}
      placeholder={hint}
      leftSection={<IconSearch size={16} aria-hidden />}
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        search(event.currentTarget.value);
      }}
    />
  );
}

interface SearchFieldProps {
  label: string;
  hint: string;
  value: string | undefined;
  onSearch: (text: string) => void;
}

/** As long as a fast typist pauses between two words. */
const PAUSE_MILLISECONDS = 250;
