import { Button, Group, Select, Stack, Switch, TextInput } from '@mantine/core';
import { isNotEmpty, useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { countryCodes } from '../../../domain/countries';
import { client as api, trpc } from '../../client/trpc';
import { errorOfForm, showFieldErrors } from '../../design/field-errors';
import { FormError } from '../../design/form-error';
import { PageHeader } from '../../design/page-header';
import { useToast } from '../../design/use-toast';
import { type Me, useMay, useMe } from '../../shell/navigation';
import { ApprovalLimit } from './approval-limit';
import { LowBalanceAlert } from './low-balance-alert';
import { Section } from './section';
import { listTimeZones } from '../../design/time-zones';

/** What the company decides about itself. */
export function CompanyPage() {
  const { t } = useTranslation();
  const company = useMe()?.company;
  const mayRecharge = useMay('balance.recharge');
  return (
    <>
      <PageHeader title={t('companySettings.title')} intro={t('companySettings.intro')} />
      {company && <General company={company} />}
      {company && <ApprovalLimit key={company.approvalLimit} limit={company.approvalLimit} />}
      {mayRecharge && <LowBalanceAlert />}
    </>
  );
}

function General({ company }: { company: NonNullable<Me['company']> }) {
  const { t } = useTranslation();
  const toast = useToast();
  const client = useQueryClient();
  const mayChange = useMay('company.change');
  const { name, country, timeZone, mobileRequired } = company;
  const form = useForm({
    initialValues: { name, country, timeZone, mobileRequired },
    validate: {
      name: isNotEmpty(t('settings.nameMissing')),
      country: isNotEmpty(t('companySettings.choose')),
      timeZone: isNotEmpty(t('companySettings.choose')),
    },
  });
  const save = useMutation({
    // The zone first: it is the one that can be refused.
    mutationFn: async ({ timeZone: zone, ...change }: typeof form.values) => {
      if (zone !== timeZone) await api.company.setTimeZone.mutate({ timeZone: zone });
      await api.company.change.mutate(change);
    },
    onSuccess: async () => {
      toast(t('settings.saved'));
      await client.invalidateQueries(trpc.auth.whoAmI.queryFilter());
    },
    onError: (error) => showFieldErrors(form, error),
  });
  const list = {
    searchable: true,
    allowDeselect: false,
    nothingFoundMessage: t('companySettings.nothingFound'),
    maxDropdownHeight: 280,
    readOnly: !mayChange,
  };
  return (
    <Section title={t('companySettings.general')}>
      <form noValidate onSubmit={form.onSubmit((values) => save.mutate(values))}>
        <Stack maw={440}>
          <TextInput
            label={t('companySettings.name')}
            description={t('companySettings.nameHint', { variable: '{{company}}' })}
            readOnly={!mayChange}
            {...form.getInputProps('name')}
          />
          <Select
            {...list}
            label={t('companySettings.timeZone')}
            description={t('companySettings.timeZoneHint')}
            data={useMemo(() => listTimeZones(timeZone), [timeZone])}
            {...form.getInputProps('timeZone')}
          />
          <Select
            {...list}
            label={t('companySettings.country')}
            description={t('companySettings.countryHint')}
            data={useCountries()}
            {...form.getInputProps('country')}
          />
          <Switch
            label={t('companySettings.mobileRequired')}
            description={t('companySettings.mobileRequiredHint')}
            disabled={!mayChange}
            {...form.getInputProps('mobileRequired', { type: 'checkbox' })}
          />
          <FormError error={errorOfForm(save.error)} />
          {mayChange && (
            <Group>
              <Button type="submit" loading={save.isPending}>
                {t('settings.save')}
              </Button>
            </Group>
          )}
        </Stack>
      </form>
    </Section>
  );
}

function useCountries(): { value: string; label: string }[] {
  const { i18n } = useTranslation();
  return useMemo(() => {
    const names = new Intl.DisplayNames(i18n.language, { type: 'region' });
    return [...countryCodes]
      .map((value) => ({ value, label: names.of(value) ?? value }))
      .sort((one, other) => one.label.localeCompare(other.label, i18n.language));
  }, [i18n.language]);
}
