import { useEffect, useReducer } from 'react';
import { useKept } from '../../../client/kept';
import { type Choices, NO_CHOICES } from '../choices';
import { newKey } from '../../../client/new-key';
import { changeRows, NO_ROWS, type Rows, type RowsChange } from './rows';

/** All that is typed for a send, and the key under which it is sent once. */
export interface Form extends Rows {
  choices: Choices;
  ifUnregistered: 'invite' | 'register';
  key: string;
}

export type FormChange =
  | RowsChange
  | { do: 'choose'; choices: Partial<Choices> }
  | { do: 'unregistered'; ifUnregistered: Form['ifUnregistered'] }
  | { do: 'newKey'; key: string };

/** The form, as it was left: see client/kept.ts. */
export function useIndividualForm(mostRows: number) {
  const kept = useKept<Form>('send/individual/1');
  const [form, change] = useReducer(
    (before: Form, next: FormChange) => changeForm(before, next, mostRows),
    undefined,
    () => kept.read() ?? emptyForm(),
  );
  useEffect(() => kept.write(form), [kept, form]);
  return { form, change, forget: kept.forget };
}

function emptyForm(): Form {
  return { ...NO_ROWS, choices: NO_CHOICES, ifUnregistered: 'invite', key: newKey() };
}

function changeForm(form: Form, change: FormChange, mostRows: number): Form {
  switch (change.do) {
    case 'choose':
      return { ...form, choices: { ...form.choices, ...change.choices } };
    case 'unregistered':
      return { ...form, ifUnregistered: change.ifUnregistered };
    case 'newKey':
      return { ...form, key: change.key };
    case 'type':
    case 'paste':
    case 'add':
    case 'remove':
    case 'clear':
      return { ...form, ...changeRows(form, change, mostRows) };
  }
}
