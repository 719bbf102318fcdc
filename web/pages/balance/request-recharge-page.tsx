import { Alert, Button, Group, Stack, Text, TextInput, Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, useRouter } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useIntentKey } from '../../client/intent-key';
import { useKept } from '../../client/kept';
import { client as api, type Inputs, type Outputs, trpc } from '../../client/trpc';
import { FormError } from '../../design/form-error';
import { PageHeader } from '../../design/page-header';
import { Panel } from '../../design/panel';
import { usePointsText } from '../../design/points';
import { priceOf } from '../../../domain/money';
import { PageLoading } from '../../shell/page-loading';
import { useMay } from '../../shell/navigation';
import { useFormat } from '../../texts/use-format';
import { PointsInput, useTypedPointsProblem } from './points-input';
import { readTypedPoints } from './typed-points';

const route = getRouteApi('/admin/balance/recharge');

/** Asks for points: says what they cost before anything is written, then makes the invoice. */
export function RequestRechargePage() {
  const { t } = useTranslation();
  const terms = useQuery(trpc.recharges.terms.queryOptions({}));
  const mayRecharge = useMay('balance.recharge');
  if (terms.error !== null)
    return <FormError error={terms.error} onRetry={() => void terms.refetch()} />;
  if (terms.data === undefined) return <PageLoading />;
  return (
    <>
      <PageHeader title={t('rechargeForm.title')} intro={t('rechargeForm.intro')} />
      {mayRecharge ? (
        <RechargeForm terms={terms.data} />
      ) : (
        <Alert color="gray">{t('rechargeForm.forbidden')}</Alert>
      )}
    </>
  );
}

interface Values {
  /** As typed. */
  points: string;
  billingReference: string;
  note: string;
}

function RechargeForm({ terms }: { terms: Outputs['recharges']['terms'] }) {
  const { t } = useTranslation();
  const { points: wanted } = route.useSearch();
  const router = useRouter();
  const client = useQueryClient();
  const kept = useKept<Values>('balance/recharge');
  const intent = useIntentKey('balance/recharge');
  const before = kept.read() ?? EMPTY;
  const problemOf = useTypedPointsProblem();
  const pointsText = usePointsText();
  const form = useForm<Values>({
    initialValues: { ...before, points: String(wanted ?? before.points) },
    onValuesChange: kept.write,
    validate: { points: problemOf },
  });
  const request = useMutation({
    mutationFn: (values: Values) => {
      const asked = toRequest(values);
      const context = { idempotencyKey: intent.keyOf(asked) };
      return api.recharges.request.mutate(asked, { context });
    },
    onSuccess: async (recharge) => {
      kept.forget();
      intent.forget();
      client.setQueryData(trpc.recharges.get.queryKey({ id: recharge.id }), recharge);
      void client.invalidateQueries(trpc.recharges.list.pathFilter());
      const params = { id: recharge.id };
      await router.navigate({ to: '/balance/recharges/$id', params, replace: true });
    },
  });
  const typed = readTypedPoints(form.values.points);
  return (
    <Panel p={{ base: 'lg', sm: 'xl' }} maw={560}>
      <form noValidate onSubmit={form.onSubmit((values) => request.mutate(values))}>
        <Stack>
          <PointsInput
            label={t('rechargeForm.points')}
            size="md"
            data-autofocus
            {...form.getInputProps('points')}
          />
          <Price points={typed.ok ? typed.points : undefined} terms={terms} />
          <TextInput
            label={t('rechargeForm.billingReference')}
            description={t('rechargeForm.billingReferenceHint')}
            maxLength={100}
            {...form.getInputProps('billingReference')}
          />
          <Textarea
            label={t('rechargeForm.note')}
            description={t('rechargeForm.noteHint')}
            maxLength={1_000}
            autosize
            minRows={2}
            {...form.getInputProps('note')}
          />
          <FormError error={request.error} />
          <Group justify="flex-end" gap="xs">
            <Button
              variant="default"
              renderRoot={(props) => <Link to="/balance" {...props} />}
              onClick={kept.forget}
            >
              {t('shell.cancel')}
            </Button>
            <Button type="submit" loading={request.isPending}>
              {typed.ok
                ? t('rechargeForm.submitOver', { points: pointsText(typed.points) })
                : t('rechargeForm.submit')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  );
}

const EMPTY: Values = { points: '', billingReference: '', note: '' };

function toRequest({ points, ...texts }: Values): Inputs['recharges']['request'] {
  const typed = readTypedPoints(points);
  if (!typed.ok) throw new Error(`The form let through points that are ${typed.problem}`);
  const billingReference = texts.billingReference.trim();
  const note = texts.note.trim();
  return {
    points: typed.points,
    ...(billingReference !== '' && { billingReference }),
    ...(note !== '' && { note }),
  };
}

/** What so many points cost, said while one types; the invoice is reckoned by the same rule. */
function Price({
  points,
  terms,
}: {
  points: number | undefined;
  terms: Outputs['recharges']['terms'];
}) {
  const { t } = useTranslation();
  const pointsText = usePointsText();
  const { money } = useFormat();
  const price = points === undefined ? undefined : priceOf(points, terms);
  const one = priceOf(1_000, terms);
  return (
    <div role="status">
      <Text fz={28} fw={650} className="numbers">
        {price === undefined ? '–' : money(price)}
      </Text>
      <Text size="sm" c="dimmed">
        {one !== undefined &&
          t('rechargeForm.perPoint', { points: pointsText(1_000), price: money(one) })}
      </Text>
    </div>
  );
}
