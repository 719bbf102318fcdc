import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { adminRoles, keyScopes } from '../../../domain/permissions';
import { auditField } from '../../texts/en/settings';
import { useFormat } from '../../texts/use-format';
import type { AuditEntry } from './audit-page';

/** What was before and after, a line a field; what stayed the same says whom it is about. */
export function AuditChanges({ entry: { before, after } }: { entry: AuditEntry }) {
  const { t } = useTranslation();
  const valueText = useValueText();
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(isKnown);
  return fields.map((field) => {
    const [was, is] = [before[field], after[field]];
    const isOneValue = was === undefined || is === undefined || was === is;
    return (
      <Text key={field} size="sm">
        <Text span c="dimmed" inherit>
          {t(`auditField.${field}`)}:{' '}
        </Text>
        {isOneValue
          ? valueText(field, is === undefined ? was : is)
          : t('auditLog.fromTo', { was: valueText(field, was), is: valueText(field, is) })}
      </Text>
    );
  });
}

type Field = keyof typeof auditField;

/** Ids and the like are for programs. */
function isKnown(field: string): field is Field {
  return field in auditField;
}

function useValueText(): (field: Field, value: unknown) => string {
  const { t, i18n } = useTranslation();
  const { number } = useFormat();
  return (field, value) => {
    if (field === 'eventTypes' && value === null) return t('webhooks.everything');
    if (field === 'eventTypes' && Array.isArray(value)) return value.join(', ');
    if (value === null || value === undefined) return t('auditLog.nothing');
    if (typeof value === 'boolean') return t(value ? 'team.on' : 'team.off');
    if (typeof value === 'number') return number(value);
    if (typeof value !== 'string') return JSON.stringify(value);
    const role = adminRoles.find((known) => field === 'role' && known === value);
    if (role !== undefined) return t(`teamRole.${role}`);
    const scope = keyScopes.find((known) => field === 'scope' && known === value);
    if (scope !== undefined)
      return t(scope === 'full' ? 'apiKeys.scopeFull' : 'apiKeys.scopeReadOnly');
    if (field === 'country') {
      return new Intl.DisplayNames(i18n.language, { type: 'region' }).of(value) ?? value;
    }
    return value;
  };
}
