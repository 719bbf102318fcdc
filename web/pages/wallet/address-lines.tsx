import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Order } from './order-page';

/** As it stands on the parcel, with the country in the reader's language. */
export function AddressLines({ address }: { address: Order['address'] }) {
  const { i18n } = useTranslation();
  const { name, line1, line2, postalCode, city, region, country, phone } = address;
  const countryName = new Intl.DisplayNames(i18n.language, { type: 'region' }).of(country);
  const place = [postalCode, city, region].filter((part) => part !== null).join(' ');
  return [name, line1, line2, place, countryName ?? country, phone].map(
    (line) =>
      line !== null && (
        <Text key={line} size="sm" dir="auto">
          {line}
        </Text>
      ),
  );
}
