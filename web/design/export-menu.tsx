import { Button, Menu } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

/**
 * What the page shows as a file, for the two programs that people open it with.
 *
 * @param path below /api/v1, without its ending: `/distributions/export`
 * @param search of the address: the filters that are set
 */
export function ExportMenu({ path, search = {}, size = 'sm' }: ExportMenuProps) {
  const { t } = useTranslation();
  const query = new URLSearchParams(search).toString();
  const addressOf = (ending: string) =>
    `/api/v1${path}.${ending}${query === '' ? '' : `?${query}`}`;
  return (
    <Menu position="bottom-end" shadow="md">
      <Menu.Target>
        <Button variant="default" size={size} leftSection={<IconDownload size={16} aria-hidden />}>
          {t('exporting.title')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component="a" href={addressOf('xlsx')} download>
          {t('exporting.xlsx')}
        </Menu.Item>
        <Menu.Item component="a" href={addressOf('csv')} download>
          {t('exporting.csv')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

interface ExportMenuProps {
  path: string;
  search?: Record<string, string>;
  size?: string;
}
