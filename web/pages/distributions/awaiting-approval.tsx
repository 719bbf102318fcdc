import { Alert, Group, Stack, Text, Textarea } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MAX_APPROVAL_NOTE } from '../../../domain/approvals';
import { trpc } from '../../client/trpc';
import { ConfirmButton } from '../../design/confirm-button';
import { usePointsText } from '../../design/points';
import { useNow } from '../../design/use-now';
import { useMe } from '../../shell/navigation';
import { useFormat } from '../../texts/use-format';
import { chargedOf } from './charged-of';
import type { Distribution } from './distribution-page';
import { usePlanChange } from './use-plan-change';

/** That a send waits for an approval: who may give it decides here, others read who is waited for. */
export function AwaitingApproval({ distribution }: { distribution: Distribution }) {
  const { t, i18n } = useTranslation();
  const pointsText = usePointsText();
  const me = useMe();
  const { approvers, approval } = distribution;
  const isMine = me?.kind === 'admin' && approvers.some(({ id }) => id === me.id);
  const others = approvers.filter(({ id }) => id !== me?.id);
  const names = new Intl.ListFormat(i18n.language, { type: 'disjunction' }).format(
    others.map(({ name }) => name),
  );
  const what = () => {
    if (isMine) return t(others.length === 0 ? 'approval.onlyYours' : 'approval.yours', { names });
    return approvers.length === 0 ? t('approval.nobody') : t('approval.others', { names });
  };
  return (
    <Alert
      color="yellow"
      variant="light"
      mb="lg"
      icon={<IconUsers aria-hidden />}
      title={t(isMine ? 'approval.yoursTitle' : 'approval.title')}
    >
      <Stack gap="sm">
        <Text size="sm">
          {t('approval.why', { points: pointsText(approval?.limit ?? 0) })} {what()}
        </Text>
        {isMine && (
          <Group gap="xs">
            <ApproveButton distribution={distribution} />
            <RejectButton distribution={distribution} />
          </Group>
        )}
      </Stack>
    </Alert>
  );
}

function ApproveButton({ distribution }: { distribution: Distribution }) {
  const { t } = useTranslation();
  const pointsText = usePointsText();
  const note = useNote();
  const { id, points } = distribution;
  const change = usePlanChange(id, t('approval.approveDone'));
  const approve = useMutation(trpc.distributions.approve.mutationOptions(change));
  const what = { count: chargedOf(distribution), points: pointsText(points) };
  return (
    <ConfirmButton
      label={t('approval.approve')}
      title={t('approval.approveTitle')}
      sentence={`${t('approval.approveSentence', what)} ${useThen(distribution)}`}
      onConfirm={() => approve.mutateAsync({ id, ...(note.text !== '' && { note: note.text }) })}
    >
      <NoteField note={note} hint={t('approval.noteHint')} />
    </ConfirmButton>
  );
}

/** What an approval sets going: now, at its time, or when the points are there. */
function useThen({ held, sendAt, takeFunds }: Distribution): string {
  const { t } = useTranslation();
  const { time } = useFormat();
  const now = useNow();
  const isOver = sendAt !== null && Date.parse(sendAt) <= now;
  if (!held && takeFunds === 'now') return t('approval.thenFunds');
  if (sendAt === null) return t('approval.thenNow');
  return t(isOver ? 'approval.thenLate' : 'approval.thenTime', { time: time(sendAt) });
}

function RejectButton({ distribution }: { distribution: Distribution }) {
  const { t } = useTranslation();
  const pointsText = usePointsText();
  const note = useNote();
  const { id, points, held } = distribution;
  const change = usePlanChange(id, t('approval.rejectDone'));
  const reject = useMutation(trpc.distributions.reject.mutationOptions(change));
  return (
    <ConfirmButton
      variant="default"
      label={t('approval.reject')}
      title={t('approval.rejectTitle')}
      sentence={t(held ? 'approval.rejectHeld' : 'approval.rejectNotHeld', {
        points: pointsText(points),
      })}
      isDangerous
      isReady={note.text !== ''}
      onConfirm={() => reject.mutateAsync({ id, note: note.text })}
    >
      <NoteField note={note} hint={t('approval.noteNeeded')} isRequired />
    </ConfirmButton>
  );
}

function useNote() {
  const [typed, setTyped] = useState('');
  return { typed, setTyped, text: typed.trim() };
}

interface NoteFieldProps {
  note: ReturnType<typeof useNote>;
  hint: string;
  isRequired?: boolean;
}

function NoteField({ note, hint, isRequired = false }: NoteFieldProps) {
  const { t } = useTranslation();
  return (
    <Textarea
      label={t('approval.note')}
      description={hint}
      required={isRequired}
      autosize
      minRows={2}
      maxLength={MAX_APPROVAL_NOTE}
      value={note.typed}
      onChange={({ currentTarget }) => note.setTyped(currentTarget.value)}
    />
  );
}

/** What was decided, by whom and why. */
export function Decision({ distribution: { approval } }: { distribution: Distribution }) {
  const { t } = useTranslation();
  if (approval === null || approval.outcome === null) return null;
  const isApproved = approval.outcome === 'approved';
  return (
    <Alert
      color={isApproved ? 'teal' : 'red'}
      variant="light"
      mb="lg"
      icon={<IconUsers aria-hidden />}
    >
      <Text size="sm">
        {t(isApproved ? 'approval.approvedBy' : 'approval.rejectedBy', {
          name: approval.decidedBy?.name ?? '',
        })}
      </Text>
      {approval.note !== null && (
        <Text size="sm" dir="auto" style={{ whiteSpace: 'pre-wrap' }}>
          {approval.note}
        </Text>
      )}
    </Alert>
  );
}
