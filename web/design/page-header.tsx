import { Group, Stack, Text, Title } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';

/**
 * The head of every page: its title (also of the tab), a line on what it is for, and its actions. The
 * title takes the focus when the page opens, so that a screen reader says where one is.
 */
export function PageHeader({ title, intro, beside, actions }: PageHeaderProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  usePageTitle(title);
  useEffect(() => {
    // Not when somebody already stands in a field of the page, as after a dialog.
    if (document.activeElement === document.body) heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <Group justify="space-between" align="flex-start" gap="md" mb="lg">
      <Stack gap={4} flex={1} miw={220}>
        <Group gap="sm">
          <Title order={1} ref={heading} tabIndex={-1}>
            {title}
          </Title>
          {beside}
        </Group>
        {intro !== undefined && <Text c="dimmed">{intro}</Text>}
      </Stack>
      {actions !== undefined && <Group gap="xs">{actions}</Group>}
    </Group>
  );
}

export interface PageHeaderProps {
  title: string;
  /** One line for who is here for the first time. */
  intro?: ReactNode;
  /** Beside the title: a state, a count. */
  beside?: ReactNode;
  actions?: ReactNode;
}

/** `Distributions · Bestow` */
export function usePageTitle(title: string): void {
  const { t } = useTranslation();
  useEffect(() => {
    document.title = `${title} · ${t('shell.product')}`;
  }, [title, t]);
}
