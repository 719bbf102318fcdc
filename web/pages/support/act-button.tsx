import { Button, type ButtonProps, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { getHotkeyHandler } from '@mantine/hooks';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toRefusalView } from '../../client/refusal';
import { ConfirmButton } from '../../design/confirm-button';
import { FormError } from '../../design/form-error';
import { DANGER } from '../../design/theme';

/**
 * An act of support: its dialog says what will happen and asks why. The reason stays in the audit
 * record. When it cannot be done, the button stays in its place and says why.
 */
export function ActButton(props: ActButtonProps) {
  const { t } = useTranslation();
  const [isOpen, setIsOpen] = useState(false);
  const { label, title, sentence, disabledReason, of, act, fields, ...rest } = props;
  const { confirmLabel, isDangerous, presetReason, ...button } = rest;
  if (disabledReason !== undefined) {
    return (
      <ConfirmButton
        {...button}
        label={label}
        sentence={sentence}
        disabledReason={disabledReason}
        onConfirm={() => Promise.resolve()}
      />
    );
  }
  const close = () => setIsOpen(false);
  return (
    <>
      <Button {...button} onClick={() => setIsOpen(true)}>
        {label}
      </Button>
      <Modal
        opened={isOpen}
        onClose={close}
        title={title ?? label}
        closeButtonProps={{ 'aria-label': t('shell.close') }}
      >
        <ActForm
          {...{ of, sentence, act, fields, isDangerous, presetReason }}
          label={confirmLabel ?? label}
          onClose={close}
        />
      </Modal>
    </>
  );
}

export interface ActButtonProps extends ButtonProps {
  label: string;
  /** Of the dialog; without it, the label. */
  title?: string;
  /** What will happen, in a plain sentence. */
  sentence: string;
  confirmLabel?: string;
  /** What the act needs beside the reason; `issueOf` tells what the server said of a field. */
  fields?: ((issueOf: IssueOf) => ReactNode) | undefined;
  /** The ticket or the order that it acts on, as it is shown. */
  of: { id: string; version: number };
  /** What it throws is shown in the dialog, which stays open. */
  act: (said: Said) => Promise<unknown>;
  disabledReason?: string | undefined;
  isDangerous?: boolean | undefined;
  /** Where there is nothing to explain. */
  presetReason?: string | undefined;
}

/** What every act says: on what, as it was when the dialog opened, and why. */
export interface Said {
  id: string;
  version: number;
  reason: string;
}

export type IssueOf = (path: string) => string | undefined;

interface ActFormProps extends Pick<
  ActButtonProps,
  'of' | 'sentence' | 'act' | 'fields' | 'isDangerous' | 'presetReason' | 'label'
> {
  onClose: () => void;
}

/** Stands in the dialog, so that each opening begins anew. */
function ActForm({
  of,
  sentence,
  act,
  fields,
  isDangerous = false,
  presetReason = '',
  label,
  onClose,
}: ActFormProps) {
  const { t } = useTranslation();
  const [reason, setReason] = useState(presetReason);
  const [isMissing, setIsMissing] = useState(false);
  const [isWorking, setIsWorking] = useState(false);
  const [error, setError] = useState<unknown>();
  // The page behind it is read again meanwhile: what changes there is not confirmed unseen.
  const [seenVersion, setSeenVersion] = useState<number | undefined>(of.version);
  const submit = async () => {
    if (reason.trim() === '') {
      setIsMissing(true);
      return;
    }
    setIsWorking(true);
    setError(undefined);
    try {
      await act({ id: of.id, version: seenVersion ?? of.version, reason });
      onClose();
    } catch (refusal) {
      setError(refusal);
      // Who was told that somebody was quicker has the newest behind the dialog.
      setSeenVersion(undefined);
    } finally {
      setIsWorking(false);
    }
  };
  const issueOf: IssueOf = (path) =>
    toRefusalView(error).issues?.find((issue) => issue.path === path)?.message;
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <Stack>
        <Text>{sentence}</Text>
        {fields?.(issueOf)}
        <Textarea
          // The first field of the dialog, unless the act has one of its own.
          data-autofocus={fields === undefined ? true : undefined}
          label={t('supportAct.reason')}
          description={t('supportAct.reasonHint')}
          autosize
          minRows={2}
          required
          value={reason}
          error={(isMissing && t('supportAct.reasonMissing')) || issueOf('reason')}
          onChange={(event) => {
            setReason(event.currentTarget.value);
            setIsMissing(false);
          }}
          onKeyDown={getHotkeyHandler([['mod+Enter', () => void submit()]])}
        />
        <FormError error={error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('shell.cancel')}
          </Button>
          <Button type="submit" {...(isDangerous && { color: DANGER })} loading={isWorking}>
            {label}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
