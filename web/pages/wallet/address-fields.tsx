import { Select, SimpleGrid, TextInput } from '@mantine/core';
import { type UseFormReturnType, useForm } from '@mantine/form';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { toRefusalView } from '../../client/refusal';
import type { Inputs, Outputs } from '../../client/trpc';
import { countryCodes } from '../../../domain/countries';

/** As typed: what is left out is an empty text. */
export type TypedAddress = Record<(typeof fields)[number]['name'], string>;
export type AddressForm = UseFormReturnType<TypedAddress>;

const fields = [
  { name: 'name', autoComplete: 'name', isRequired: true },
  { name: 'line1', autoComplete: 'address-line1', isRequired: true },
  { name: 'line2', autoComplete: 'address-line2', isRequired: false },
  { name: 'postalCode', autoComplete: 'postal-code', isRequired: false },
  { name: 'city', autoComplete: 'address-level2', isRequired: true },
  { name: 'region', autoComplete: 'address-level1', isRequired: false },
  { name: 'country', autoComplete: 'country', isRequired: true },
  { name: 'phone', autoComplete: 'tel', isRequired: true },
] as const;

/** A form of an address; what is missing is said here, what is wrong is judged by the server. */
export function useAddressForm(
  initial: Partial<TypedAddress> | undefined,
  onChange?: (typed: TypedAddress) => void,
): AddressForm {
  const { t } = useTranslation();
  return useForm<TypedAddress>({
    initialValues: { ...EMPTY, ...initial },
    ...(onChange && { onValuesChange: onChange }),
    validate: (typed) =>
      Object.fromEntries(
        fields
          .filter(({ name, isRequired }) => isRequired && typed[name].trim() === '')
          .map(({ name }) => [name, t(`address.missing.${name}`)]),
      ),
  });
}

const EMPTY: TypedAddress = {
  ...{ name: '', line1: '', line2: '', postalCode: '', city: '', region: '', country: '' },
  phone: '',
};

/** As the server takes it. */
export function toAddressInput(typed: TypedAddress): Inputs['recipientOrders']['place']['address'] {
  return typed;
}

/** A stored address, to be corrected. */
export function toTyped(address: Outputs['recipientOrders']['get']['address']): TypedAddress {
  const { line2, postalCode, region, ...rest } = address;
  return { ...rest, line2: line2 ?? '', postalCode: postalCode ?? '', region: region ?? '' };
}

/** Puts what the server says of fields beside them, and goes to the first. */
export function showAddressIssues(form: AddressForm, error: unknown): void {
  const { ours } = readAddressIssues(error);
  if (ours.length > 0) form.setErrors(Object.fromEntries(ours));
  const [first] = fields.filter(({ name }) => ours.some(([field]) => field === name));
  if (first !== undefined) form.getInputNode(first.name)?.focus();
}

/** What is left to be said below the form: nothing when each issue stands beside its field. */
export function besidesAddress(error: unknown): unknown {
  const { ours, count } = readAddressIssues(error);
  return ours.length > 0 && ours.length === count ? null : error;
}

function readAddressIssues(error: unknown) {
  const { issues = [] } = error === null ? {} : toRefusalView(error);
  const ours = issues.flatMap(({ path, message }) => {
    const field = fields.find(({ name }) => path === `address.${name}`);
    return field === undefined ? [] : [[field.name, message] as const];
  });
  return { ours, count: issues.length };
}

export function AddressFields({ form }: { form: AddressForm }) {
  const { t } = useTranslation();
  const countries = useCountries();
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }}>
      {fields.map(({ name, autoComplete, isRequired }) =>
        name === 'country' ? (
          <Select
            key={name}
            label={t('address.country')}
            placeholder={t('address.countryHint')}
            data={countries}
            searchable
            nothingFoundMessage={t('address.noCountry')}
            autoComplete={autoComplete}
            withAsterisk
            error={form.errors[name]}
            value={form.values.country === '' ? null : form.values.country}
            onChange={(country) => form.setFieldValue('country', country ?? '')}
          />
        ) : (
          <TextInput
            key={name}
            label={t(`address.${name}`)}
            {...(name === 'phone' && { type: 'tel', description: t('address.phoneHint') })}
            maxLength={200}
            autoComplete={autoComplete}
            withAsterisk={isRequired}
            {...form.getInputProps(name)}
          />
        ),
      )}
    </SimpleGrid>
  );
}

/** By their names in the reader's language. */
function useCountries() {
  const { i18n } = useTranslation();
  return useMemo(() => {
    const names = new Intl.DisplayNames(i18n.language, { type: 'region' });
    return [...countryCodes]
      .map((value) => ({ value, label: names.of(value) ?? value }))
      .sort((one, other) => one.label.localeCompare(other.label, i18n.language));
  }, [i18n.language]);
}
