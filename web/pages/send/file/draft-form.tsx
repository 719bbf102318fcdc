import { Box } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useKept } from '../../../client/kept';
import { FormError } from '../../../design/form-error';
import { type Choices, NO_CHOICES, readWhen } from '../choices';
import { ChoicesPanels } from '../choices-panels';
import { DraftHead } from './draft-head';
import { DraftRows } from './draft-rows';
import { ReviewDialog } from '../review/review-dialog';
import { type Draft, reviewOfDraft } from '../review/review';
import { SendBar } from '../send-bar';
import { useDraftActions } from './use-draft-actions';
import { UnsavedRows } from './unsaved-rows';
import { useDraftChanges } from './use-draft-changes';
import { useMends } from './use-mends';
import { useRun } from '../use-run';

/** The rows of a file by what would become of them, then the same as for the form. */
export function DraftForm({ draft, timeZone }: DraftFormProps) {
  const navigate = useNavigate();
  const page = useRef<HTMLDivElement>(null);
  const changes = useDraftChanges(draft);
  const mends = useMends();
  const { run, isWorking, error } = useRun();
  const [isOpen, setIsOpen] = useState(false);
  const [wasTried, setWasTried] = useState(false);
  const { choices, choose, forget } = useDraftChoices(draft);
  const actions = useDraftActions({ draft, choices, timeZone, changes, forget });
  const [isStopped, setIsStopped] = useState(false);
  const focusOn = (wrong: string) => page.current?.querySelector<HTMLElement>(wrong)?.focus();
  const goOn = () => {
    setIsStopped(false);
    if (readWhen(choices, timeZone) !== undefined) return setIsOpen(true);
    flushSync(() => setWasTried(true));
    focusOn('[aria-invalid=true]');
  };
  const review = () => {
    if (mends.unsaved.length === 0) return goOn();
    flushSync(() => setIsStopped(true));
    focusOn('[data-unsaved-rows] button');
  };
  return (
    <Box ref={page}>
      <DraftHead draft={draft} onDiscarded={() => void navigate({ to: '/send/bulk' })} />
      <DraftRows {...{ draft, changes, mends, run }} />
      <ChoicesPanels
        choices={choices}
        showsErrors={wasTried}
        onChange={({ campaignId, ...others }) => {
          choose(others);
          if (campaignId !== undefined) run(() => changes.choose({ campaignId }));
        }}
        person={firstPerson(draft)}
        kind={kindOf(draft)}
      />
      <Box mt="lg">
        <FormError error={error} />
        {isStopped && <UnsavedRows {...{ mends, changes, run, isWorking }} onSettled={goOn} />}
      </Box>
      <SendBar
        people={draft.totals.valid}
        points={draft.totals.points}
        isLater={choices.when !== 'now'}
        isWorking={false}
        onReview={review}
      />
      {isOpen && (
        <ReviewDialog
          review={reviewOfDraft(draft)}
          {...{ choices, actions }}
          onClose={() => setIsOpen(false)}
        />
      )}
    </Box>
  );
}

interface DraftFormProps {
  draft: Draft;
  timeZone: string;
}

/** The campaign is kept with the file; when it goes out is kept in this tab until it does. */
function useDraftChoices({ id, campaignId }: Draft) {
  const kept = useKept<Choices>(`send/draft/${id}/1`);
  const [typed, setTyped] = useState(() => kept.read() ?? NO_CHOICES);
  useEffect(() => kept.write(typed), [kept, typed]);
  return {
    choices: { ...typed, campaignId },
    choose: (change: Partial<Choices>) => setTyped((before) => ({ ...before, ...change })),
    forget: kept.forget,
  };
}

/** Whose mail is shown: of the first row that would be sent. */
function firstPerson({ items }: Draft) {
  const first = items.find(({ outcome }) => outcome.startsWith('will_be'));
  if (first === undefined) return undefined;
  const points = Number(first.points.replaceAll(/[^\d]/g, ''));
  return {
    name: first.name,
    citation: first.citation === '' ? null : first.citation,
    ...(points > 0 && { points }),
  };
}

function kindOf({ items }: Draft) {
  const first = items.find(({ outcome }) => outcome.startsWith('will_be'))?.outcome;
  if (first === 'will_be_registered') return 'activation';
  return first === 'will_be_invited' ? 'invitation' : 'credited';
}
