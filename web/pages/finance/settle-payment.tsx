import {
  Button,
  Group,
  Modal,
  Radio,
  type RadioGroupProps,
  Select,
  Stack,
  Text,
  Textarea,
} from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { trpc } from '../../client/trpc';
import { FormError } from '../../design/form-error';
import { ReasonText } from '../../design/reason-text';
import { useToast } from '../../design/use-toast';
import { useFormat } from '../../texts/use-format';
import { PointsInput, useTypedPointsProblem } from '../balance/points-input';
import { readTypedPoints } from '../balance/typed-points';
import type { Payment } from './payments-page';

/**
 * A decision about a payment that was not credited; once, and kept with its reason.
 *
 * @param props.payment undefined while the dialog is closed
 */
export function SettleDialog({ payment, onClose }: SettleDialogProps) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={payment !== undefined}
      onClose={onClose}
      title={t('settle.title')}
      closeButtonProps={{ 'aria-label': t('shell.close') }}
    >
      {payment && <SettleForm payment={payment} onDone={onClose} />}
    </Modal>
  );
}

interface SettleDialogProps {
  payment: Payment | undefined;
  onClose: () => void;
}

export function SettleButton({ payment, onOpen }: { payment: Payment; onOpen: () => void }) {
  const { t } = useTranslation();
  return (
    <Button
      size="xs"
      variant="default"
      aria-label={t('settle.openFor', { reference: payment.reference ?? '' })}
      onClick={onOpen}
    >
      {t('settle.open')}
    </Button>
  );
}

const decisions = ['credited', 'refunded', 'ignored'] as const;

interface Values {
  decision: (typeof decisions)[number] | '';
  companyId: string | null;
  /** As typed. */
  points: string;
  note: string;
}

const EMPTY: Values = { decision: '', companyId: null, points: '', note: '' };

function SettleForm({ payment, onDone }: { payment: Payment; onDone: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const toast = useToast();
  const problemOf = useTypedPointsProblem();
  const form = useForm<Values>({
    initialValues: { ...EMPTY, companyId: payment.company?.id ?? null },
    validate: {
      decision: (decision) => (decision === '' ? t('settle.decisionMissing') : null),
      companyId: (id, { decision }) =>
        decision === 'credited' && id === null ? t('settle.companyMissing') : null,
      points: (points, { decision }) => (decision === 'credited' ? problemOf(points) : null),
      note: (note) => (note.trim() === '' ? t('settle.noteMissing') : null),
    },
  });
  const settle = useMutation(
    trpc.finance.settle.mutationOptions({
      onSuccess: () => {
        toast(t('settle.done'));
        onDone();
      },
      onSettled: () => client.invalidateQueries(trpc.finance.pathFilter()),
    }),
  );
  const submit = ({ decision, companyId, points, note }: Values) => {
    if (decision === '') return;
    const typed = readTypedPoints(points);
    settle.mutate({
      ...{ id: payment.id, decision, note: note.trim() },
      ...(decision === 'credited' &&
        companyId !== null &&
        typed.ok && { companyId, points: typed.points }),
    });
  };
  return (
    <form noValidate onSubmit={form.onSubmit(submit)}>
      <Stack>
        <WhatCame payment={payment} />
        <DecisionField {...form.getInputProps('decision')} />
        {form.values.decision === 'credited' && (
          <>
            <CompanySelect known={payment.company} {...form.getInputProps('companyId')} />
            <PointsInput
              label={t('settle.points')}
              description={t('settle.pointsHint')}
              {...form.getInputProps('points')}
            />
          </>
        )}
        <Textarea
          label={t('settle.note')}
          description={t('settle.noteHint')}
          maxLength={1_000}
          autosize
          minRows={2}
          {...form.getInputProps('note')}
        />
        <FormError error={settle.error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onDone}>
            {t('shell.cancel')}
          </Button>
          <Button type="submit" loading={settle.isPending}>
            {t('settle.submit')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function WhatCame({ payment: { amountMinor, currency, reference, reason } }: { payment: Payment }) {
  const { money } = useFormat();
  const isMoney = amountMinor !== null && currency !== null;
  return (
    <div>
      <Text fw={550}>
        {[isMoney && money({ amountMinor, currency }), reference].filter(Boolean).join(' · ')}
      </Text>
      {reason !== null && <ReasonText reason={reason} />}
    </div>
  );
}

function DecisionField(props: Omit<RadioGroupProps, 'children'>) {
  const { t } = useTranslation();
  return (
    <Radio.Group label={t('settle.decision')} {...props}>
      <Stack gap="xs" mt="xs">
        {decisions.map((value) => (
          <Radio
            key={value}
            value={value}
            label={t(`settle.decisions.${value}`)}
            description={t(`settle.hints.${value}`)}
          />
        ))}
      </Stack>
    </Radio.Group>
  );
}

interface CompanySelectProps {
  known: Payment['company'];
  value?: string | null;
  onChange?: (id: string | null) => void;
}

/** Found by a part of its name. */
function CompanySelect({ known, ...rest }: CompanySelectProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(known?.name ?? '');
  const [search] = useDebouncedValue(typed.trim(), PAUSE_MILLISECONDS);
  const found = useQuery(
    trpc.finance.companies.queryOptions({ search }, { placeholderData: keepPreviousData }),
  );
  const companies = found.data ?? (known === null ? [] : [known]);
  return (
    <Select
      label={t('settle.company')}
      placeholder={t('settle.companyHint')}
      searchable
      searchValue={typed}
      onSearchChange={setTyped}
      // The server has searched.
      filter={({ options }) => options}
      nothingFoundMessage={t('settle.companyNone')}
      data={companies.map(({ id, name }) => ({ value: id, label: name }))}
      {...rest}
    />
  );
}

const PAUSE_MILLISECONDS = 250;
