import { Combobox, Modal, TextInput, useCombobox } from '@mantine/core';
import { useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePlaces } from './navigation';

/** Go anywhere by typing a part of its name, or search the sends for what was typed. */
export default function Palette({ onClose, onShortcuts }: PaletteProps) {
  const { t } = useTranslation();
  const router = useRouter();
  const places = usePlaces();
  const [typed, setTyped] = useState('');
  const combobox = useCombobox({ opened: true });
  const actions = [
    ...places.map(({ to, title }) => ({
      id: to,
      label: t('palette.goTo', { page: t(`shell.${title}`) }),
      run: () => void router.navigate({ to }),
    })),
    { id: 'shortcuts', label: t('help.shortcuts'), run: onShortcuts },
    { id: 'docs', label: t('help.docs'), run: () => window.location.assign('/docs/') },
  ];
  const mayLook = places.some(({ to }) => to === '/distributions');
  // What is no place may be a person, a campaign or a reference.
  const search = {
    id: 'search',
    label: t('palette.searchSends', { text: typed.trim() }),
    run: () => void router.navigate({ to: '/distributions', search: { q: typed.trim() } }),
  };
  const named = actions.filter(({ label }) => matches(label, typed));
  const found = named.length === 0 && mayLook ? [search] : named;
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('palette.title')}
      centered={false}
      yOffset="12vh"
      closeButtonProps={{ 'aria-label': t('shell.close') }}
    >
      <Combobox
        store={combobox}
        onOptionSubmit={(id) => {
          onClose();
          found.find((action) => action.id === id)?.run();
        }}
      >
        <Combobox.EventsTarget>
          <TextInput
            data-autofocus
            aria-label={t('palette.placeholder')}
            placeholder={t('palette.placeholder')}
            value={typed}
            onChange={(event) => {
              setTyped(event.currentTarget.value);
              combobox.updateSelectedOptionIndex();
            }}
          />
        </Combobox.EventsTarget>
        <Combobox.Options mt="sm" aria-label={t('palette.results')}>
          {found.map(({ id, label }, index) => (
            <Combobox.Option key={id} value={id} selected={index === 0}>
              {label}
            </Combobox.Option>
          ))}
          {found.length === 0 && <Combobox.Empty>{t('palette.nothing')}</Combobox.Empty>}
        </Combobox.Options>
      </Combobox>
    </Modal>
  );
}

interface PaletteProps {
  onClose: () => void;
  onShortcuts: () => void;
}

function matches(label: string, typed: string): boolean {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  return words.every((word) => label.toLowerCase().includes(word));
}
