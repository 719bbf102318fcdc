import { Button, Group, Table, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { FormError } from '../../../design/form-error';
import { useReasonTexts } from '../../../design/reason-texts';
import type { DraftRow } from './draft-row-line';
import classes from './draft-rows.module.css';
import { rowFields } from '../form/pasted-table';
import type { DraftChanges, RowCells } from './use-draft-changes';
import type { Mends } from './use-mends';
import { useRun } from '../use-run';

/** The cells of a row, with what is wrong at each. Enter saves, Escape leaves it as it was. */
export function MendRow({ row, typed, mends, changes }: MendRowProps) {
  const { t } = useTranslation();
  const { textOf } = useReasonTexts();
  const { run, isWorking, error } = useRun();
  const issueOf = (field: string) => {
    const issue = row.issues.find(({ path }) => path.endsWith(`.${field}`));
    return issue && textOf(issue);
  };
  const close = () => mends.end(row.row);
  const first = rowFields.find((field) => issueOf(field) !== undefined) ?? 'name';
  return (
    <Table.Tr>
      <Table.Td className={classes.number}>{row.row}</Table.Td>
      <Table.Td colSpan={5}>
        <form
          aria-label={t('bulk.mendRow', { row: row.row })}
          onSubmit={(event) => {
            event.preventDefault();
            run(async () => {
              await changes.mend(row.row, typed);
              close();
            });
          }}
          onKeyDown={({ key }) => key === 'Escape' && close()}
        >
          <div className={classes.mend}>
            {rowFields.map((field) => (
              <TextInput
                key={field}
                label={t(`sendForm.${field}`)}
                value={typed[field]}
                error={issueOf(field)}
                autoFocus={field === first}
                onChange={({ currentTarget: { value } }) => mends.type(row.row, { [field]: value })}
              />
            ))}
          </div>
          <FormError error={error} />
          <Group gap="xs" mt="sm">
            <Button type="submit" size="xs" loading={isWorking}>
              {t('bulk.save')}
            </Button>
            <Button variant="default" size="xs" onClick={close}>
              {t('shell.cancel')}
            </Button>
          </Group>
        </form>
      </Table.Td>
    </Table.Tr>
  );
}

interface MendRowProps {
  row: DraftRow;
  typed: RowCells;
  mends: Mends;
  changes: DraftChanges;
}
