import { ActionIcon, Menu, Text } from '@mantine/core';
import {
  IconBook,
  IconBrandWhatsapp,
  IconHelp,
  IconKeyboard,
  IconLifebuoy,
  IconMail,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { pageSettings } from '../page-settings';
import { helpLinks } from './help-links';

/** Where to turn, on every page (rule R16). */
export function HelpMenu({ onShortcuts }: { onShortcuts: () => void }) {
  const { t } = useTranslation();
  const links = helpLinks(pageSettings);
  return (
    <Menu position="bottom-end" width={288} shadow="md">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={36} aria-label={t('help.open')}>
          <IconHelp size={20} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('help.title')}</Menu.Label>
        <Text size="sm" px="sm" pb="xs">
          {t('help.intro')}
        </Text>
        <Menu.Item component="a" href="/tickets" leftSection={<IconLifebuoy size={16} />}>
          {t('help.ticket')}
        </Menu.Item>
        <Menu.Item component="a" href={links.mail} leftSection={<IconMail size={16} />}>
          {t('help.email', { address: pageSettings.supportEmail })}
        </Menu.Item>
        <Menu.Item
          component="a"
          href={links.whatsapp}
          leftSection={<IconBrandWhatsapp size={16} />}
        >
          {t('help.whatsapp', { number: pageSettings.whatsapp })}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item component="a" href="/docs/" leftSection={<IconBook size={16} />}>
          {t('help.docs')}
        </Menu.Item>
        <Menu.Item leftSection={<IconKeyboard size={16} />} onClick={onShortcuts}>
          {t('help.shortcuts')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
