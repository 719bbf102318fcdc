import { Radio, Stack } from '@mantine/core';
import type { GetInputPropsReturnType } from '@mantine/form';
import { useTranslation } from 'react-i18next';
import { type AdminRole, adminRoles } from '../../../domain/permissions';

/** The roles with what each may do; `owner` only for owners. */
export function RolePicker({
  mayMakeOwners,
  ...input
}: { mayMakeOwners: boolean } & GetInputPropsReturnType) {
  const { t } = useTranslation();
  const offered: readonly AdminRole[] = adminRoles.filter(
    (role) => role !== 'owner' || mayMakeOwners,
  );
  return (
    <Radio.Group label={t('team.roleLegend')} {...input}>
      <Stack gap="xs" mt="xs">
        {offered.map((role) => (
          <Radio
            key={role}
            value={role}
            label={t(`teamRole.${role}`)}
            description={t(`teamRoleText.${role}`)}
          />
        ))}
      </Stack>
    </Radio.Group>
  );
}
