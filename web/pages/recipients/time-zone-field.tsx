import { Select, Stack } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { trpc } from '../../client/trpc';
import { FormError } from '../../design/form-error';
import { useToast } from '../../design/use-toast';
import { useMay } from '../../shell/navigation';
import { useFormat } from '../../texts/use-format';
import type { Recipient } from './recipient-page';
import { listTimeZones } from '../../design/time-zones';

/** Where a person has his morning, for sends that reach everybody at nine. */
export function TimeZoneField({ person }: { person: Pick<Recipient, 'id' | 'timeZone'> }) {
  const { t } = useTranslation();
  const { timeZone: ofCompany } = useFormat();
  const client = useQueryClient();
  const toast = useToast();
  const maySend = useMay('distributions.send');
  const { id, timeZone } = person;
  const zones = useMemo(() => listTimeZones(timeZone), [timeZone]);
  const set = useMutation(
    trpc.recipients.setTimeZone.mutationOptions({
      onSuccess: () => {
        toast(t('recipient.timeZoneDone'));
        return client.invalidateQueries(trpc.recipients.get.pathFilter());
      },
    }),
  );
  return (
    <Stack gap="xs">
      <Select
        label={t('recipient.timeZone')}
        description={maySend ? t('recipient.timeZoneHint') : t('distribution.mayLook')}
        placeholder={t('recipient.timeZoneOfCompany', { zone: ofCompany })}
        searchable
        clearable
        limit={50}
        nothingFoundMessage={t('recipient.noZone')}
        clearButtonProps={{ 'aria-label': t('recipient.clearZone') }}
        disabled={!maySend || set.isPending}
        data={zones}
        value={set.isPending ? set.variables.timeZone : timeZone}
        onChange={(chosen) => set.mutate({ id, timeZone: chosen })}
      />
      <FormError error={set.error} />
    </Stack>
  );
}
