import { Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { trpc } from '../../client/trpc';
import { showFieldErrors } from '../../design/field-errors';
import { usePointsText } from '../../design/points';
import { useToast } from '../../design/use-toast';
import { useMay } from '../../shell/navigation';
import { useTypedPointsProblem } from '../balance/points-input';
import { readTypedPoints } from '../balance/typed-points';
import { PointsSwitch, usePointsSwitch } from './points-switch';
import { Section } from './section';

/** Above how many points a send waits for another pair of eyes; owners change it, admins see it. */
export function ApprovalLimit({ limit }: { limit: number | null }) {
  const { t } = useTranslation();
  const pointsText = usePointsText();
  const mayChange = useMay('approvals.change');
  return (
    <Section title={t('companySettings.approvalTitle')} intro={t('companySettings.approvalHint')}>
      {mayChange ? (
        <LimitForm limit={limit} />
      ) : (
        <Text size="sm">
          {limit === null
            ? t('companySettings.approvalOff')
            : t('companySettings.approvalOn', { points: pointsText(limit) })}{' '}
          {t('companySettings.approvalOwners')}
        </Text>
      )}
    </Section>
  );
}

function LimitForm({ limit }: { limit: number | null }) {
  const { t } = useTranslation();
  const toast = useToast();
  const client = useQueryClient();
  const problemOf = useTypedPointsProblem();
  const form = usePointsSwitch(limit, (text) => {
    if (isEverySend(text)) return null;
    const typed = readTypedPoints(text);
    const isTooSmall = !typed.ok && typed.problem === 'too_small';
    return isTooSmall ? t('companySettings.approvalMissing') : problemOf(text);
  });
  const save = useMutation(
    trpc.company.setApprovalLimit.mutationOptions({
      onSuccess: () => {
        toast(t('settings.saved'));
        return client.invalidateQueries(trpc.auth.whoAmI.queryFilter());
      },
      onError: (error) => showFieldErrors(form, error),
    }),
  );
  return (
    <PointsSwitch
      form={form}
      switchLabel={t('companySettings.approvalSwitch')}
      pointsLabel={t('companySettings.approvalLevel')}
      save={save}
      onSave={(text) => {
        if (text === null) return save.mutate({ points: null });
        if (isEverySend(text)) return save.mutate({ points: 0 });
        const typed = readTypedPoints(text);
        if (typed.ok) save.mutate({ points: typed.points });
      }}
    />
  );
}

/** Unlike points that move, a limit may be none. */
function isEverySend(text: string): boolean {
  return text.trim() === '0';
}
