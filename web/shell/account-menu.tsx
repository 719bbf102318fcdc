import { ActionIcon, Avatar, Group, Menu, Text, useMantineColorScheme } from '@mantine/core';
import { IconLogout } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { signedOut } from '../client/session';
import { trpc } from '../client/trpc';
import { chooseLanguage, type Language, languages } from '../texts/languages';

const schemes = [
  ['auto', 'shell.system'],
  ['light', 'shell.light'],
  ['dark', 'shell.dark'],
] as const;
type Scheme = (typeof schemes)[number][0];

/** Who is signed in, for which company; how the pages look; the way out. */
export function AccountMenu() {
  const { t, i18n } = useTranslation();
  const { data: me } = useQuery(trpc.auth.whoAmI.queryOptions());
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const signOut = useMutation(trpc.auth.signOut.mutationOptions({ onSuccess: signedOut }));
  const name = me?.name ?? '';
  return (
    <Menu position="bottom-end" width={256} shadow="md">
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          size={36}
          radius="xl"
          aria-label={t('shell.account', { name })}
        >
          <Avatar size={32} radius="xl" color="teal" variant="light">
            {firstLetterOf(name)}
          </Avatar>
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Group px="sm" py="xs" gap={0}>
          <Text fw={600} size="sm" w="100%">
            {name}
          </Text>
          <Text c="dimmed" size="sm">
            {me?.company?.name ?? me?.email}
          </Text>
        </Group>
        <Menu.Divider />
        <Menu.Label>{t('shell.appearance')}</Menu.Label>
        <Menu.RadioGroup
          value={colorScheme}
          onChange={(scheme) => setColorScheme(scheme as Scheme)}
        >
          {schemes.map(([scheme, label]) => (
            <Menu.RadioItem key={scheme} value={scheme} closeMenuOnClick={false}>
              {t(label)}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Label>{t('shell.language')}</Menu.Label>
        <Menu.RadioGroup
          value={i18n.language}
          onChange={(language) => void chooseLanguage(language as Language)}
        >
          {Object.entries(languages).map(([language, { name: itsName }]) => (
            <Menu.RadioItem key={language} value={language} closeMenuOnClick={false}>
              {itsName}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconLogout size={16} aria-hidden />}
          onClick={() => signOut.mutate()}
        >
          {t('shell.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** One letter, since it is a part of the button's name; two initials are not (WCAG 2.5.3). */
function firstLetterOf(name: string): string {
  return Array.from(name)[0]?.toUpperCase() ?? '';
}
