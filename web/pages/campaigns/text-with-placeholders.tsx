import { ActionIcon, Menu, Textarea, TextInput } from '@mantine/core';
import { IconBraces } from '@tabler/icons-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { CampaignVariable } from '../../../domain/campaign-text';

/** A text of a campaign; its menu puts a placeholder where the caret stands. */
export function TextWithPlaceholders(props: TextWithPlaceholdersProps) {
  const { label, description, value, error, isReadOnly, onChange, placeholders } = props;
  const field = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  const insert = (placeholder: CampaignVariable) => {
    const text = `{{${placeholder}}}`;
    const start = field.current?.selectionStart ?? value.length;
    const end = field.current?.selectionEnd ?? value.length;
    onChange(value.slice(0, start) + text + value.slice(end));
    // When the menu has closed and the new text stands there.
    window.requestAnimationFrame(() => {
      field.current?.focus();
      field.current?.setSelectionRange(start + text.length, start + text.length);
    });
  };
  const shared = {
    ref: field,
    label,
    description,
    value,
    error,
    readOnly: isReadOnly,
    dir: 'auto' as const,
    ...(!isReadOnly &&
      placeholders.length > 0 && {
        rightSection: <Placeholders {...{ label, placeholders }} onChosen={insert} />,
      }),
  };
  return props.hasLines === true ? (
    <Textarea
      {...shared}
      autosize
      minRows={7}
      maxRows={18}
      rightSectionProps={TOP}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  ) : (
    <TextInput {...shared} onChange={(event) => onChange(event.currentTarget.value)} />
  );
}

export interface TextWithPlaceholdersProps {
  label: string;
  description?: string;
  value: string;
  error: string | undefined;
  isReadOnly: boolean;
  placeholders: readonly CampaignVariable[];
  hasLines?: boolean;
  onChange: (value: string) => void;
}

const TOP = { style: { alignItems: 'flex-start', paddingTop: 4 } };

function Placeholders({
  label,
  placeholders,
  onChosen,
}: {
  label: string;
  placeholders: readonly CampaignVariable[];
  onChosen: (placeholder: CampaignVariable) => void;
}) {
  const { t } = useTranslation();
  return (
    <Menu position="bottom-end" returnFocus={false} withinPortal>
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          size="sm"
          aria-label={t('campaignEditor.insert', { field: label })}
        >
          <IconBraces size={16} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {placeholders.map((placeholder) => (
          <Menu.Item key={placeholder} onClick={() => onChosen(placeholder)}>
            {t(`campaignEditor.placeholders.${placeholder}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
