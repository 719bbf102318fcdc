import { Anchor, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { pageSettings } from '../page-settings';
import { helpLinks } from './help-links';

/** Where to turn (rule R16), for pages without the shell. */
export function HelpLine() {
  const { t } = useTranslation();
  const links = helpLinks(pageSettings);
  return (
    <Group component="footer" gap="md" justify="center" aria-label={t('help.title')}>
      <Text size="sm" c="dimmed">
        {t('help.title')}
      </Text>
      <Anchor size="sm" href={pageSettings.helpUrl}>
        {t('help.ticket')}
      </Anchor>
      <Anchor size="sm" href={links.mail}>
        {t('help.email', { address: pageSettings.supportEmail })}
      </Anchor>
      <Anchor size="sm" href={links.whatsapp}>
        {t('help.whatsapp', { number: pageSettings.whatsapp })}
      </Anchor>
    </Group>
  );
}
