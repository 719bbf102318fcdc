import { Box } from '@mantine/core';
import { useMemo, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { Panel } from '../../../design/panel';
import type { Me } from '../../../shell/navigation';
import { checkOf, filledRows } from './check-result';
import { readWhen } from '../choices';
import { ChoicesPanels } from '../choices-panels';
import { GridFoot, Notices, Problems } from './individual-notices';
import type { RowField } from './pasted-table';
import { ReviewDialog } from '../review/review-dialog';
import { reviewOfPreview } from '../review/review';
import { RowGrid } from './row-grid';
import { readRow, type Row, sumPoints } from './rows';
import { SendBar } from '../send-bar';
import { useCheck } from './use-check';
import { type Form, useIndividualForm } from './use-individual-form';
import { useIndividualActions } from './use-individual-actions';
import { useRun } from '../use-run';
import { type Standing, useStandings } from './use-standings';

/** Rows, the e-mail, the time; and a check of everything before anything is sent. */
export function IndividualForm({ limits, company }: IndividualFormProps) {
  const { form, change, forget } = useIndividualForm(limits.maxRecipients);
  const { rows, choices } = form;
  const { last, check } = useCheck(company.timeZone);
  const { run, isWorking, error } = useRun();
  const [isOpen, setIsOpen] = useState(false);
  const [wasTried, setWasTried] = useState(false);
  const page = useRef<HTMLDivElement>(null);
  const { standingOf, error: lookUpError } = useStandings(rows);
  const filled = useMemo(() => filledRows(rows), [rows]);
  const total = useMemo(() => {
    const sendable = filled.filter(({ email }) => isSendable(standingOf(email)));
    return { people: sendable.length, points: sumPoints(sendable) };
  }, [filled, standingOf]);
  const close = () => setIsOpen(false);
  const { timeZone } = company;
  const actions = useIndividualActions({ form, change, forget, last, check, close, timeZone });
  const isMobileShown = company.mobileRequired || rows.some(({ mobile }) => mobile !== '');

  const review = async () => {
    const isReady = filled.length > 0 && readWhen(choices, timeZone) !== undefined;
    const found = isReady ? await check({ ...form, rows: filled }) : undefined;
    const isSound = found !== undefined && ![...found.byRow.values()].some((row) => row.hasIssues);
    if (isSound) return setIsOpen(true);
    // Drawn at once, so that the first wrong field can take the focus.
    flushSync(() => setWasTried(true));
    const wrong = filled.length === 0 ? 'input' : '[aria-invalid=true]';
    page.current?.querySelector<HTMLElement>(wrong)?.focus();
  };
  return (
    <Box ref={page}>
      <Panel>
        <RowGrid
          {...{ rows, standingOf }}
          fields={isMobileShown ? WITH_MOBILE : FIELDS}
          checks={last?.byRow}
          onChange={change}
        />
        <GridFoot {...{ rows, change }} most={limits.maxRecipients} />
      </Panel>
      <Notices
        leftOver={form.leftOver}
        most={limits.maxRecipients}
        isLookUpRefused={lookUpError !== null}
      />
      <ChoicesPanels
        choices={choices}
        onChange={(next) => change({ do: 'choose', choices: next })}
        showsErrors={wasTried}
        person={firstPerson(filled)}
        kind={kindOf(filled[0] && standingOf(filled[0].email), form.ifUnregistered)}
      />
      <Problems
        error={error}
        isEmpty={wasTried && filled.length === 0}
        unmended={filled.filter((row) => checkOf(last?.byRow, row)?.hasIssues).length}
      />
      <SendBar
        {...total}
        isLater={choices.when !== 'now'}
        isWorking={isWorking}
        onReview={() => run(review)}
      />
      {isOpen && last !== undefined && (
        <ReviewDialog
          review={reviewOfPreview(last.preview)}
          {...{ choices, actions }}
          onClose={close}
        />
      )}
    </Box>
  );
}

interface IndividualFormProps {
  limits: Me['limits'];
  company: NonNullable<Me['company']>;
}

const FIELDS: readonly RowField[] = ['name', 'email', 'points', 'citation'];
const WITH_MOBILE: readonly RowField[] = ['name', 'email', 'mobile', 'points', 'citation'];

/** As far as that is known while one types. */
function isSendable(standing: Standing | undefined): boolean {
  return standing !== 'elsewhere' && standing !== 'admin';
}

/** Whose mail is shown: of the first row, as far as it is typed. */
function firstPerson(rows: readonly Row[]) {
  const [first] = rows;
  if (first === undefined || first.name.trim() === '') return undefined;
  const { points, citation } = readRow(first).input;
  const isWhole = typeof points === 'number' && Number.isSafeInteger(points) && points > 0;
  return { name: first.name.trim(), citation, ...(isWhole && { points }) };
}

function kindOf(standing: Standing | undefined, ifUnregistered: Form['ifUnregistered']) {
  if (standing !== 'unregistered') return 'credited';
  return ifUnregistered === 'register' ? 'activation' : 'invitation';
}
