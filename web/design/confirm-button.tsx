import { Button, type ButtonProps, Group, Modal, Stack, Text, Tooltip } from '@mantine/core';
import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FormError } from './form-error';
import { DANGER } from './theme';

/**
 * A button whose dialog says in a plain sentence what will happen before it does. When it cannot be
 * done, the button stays in its place, takes the focus, and says why. A dialog that is open stays
 * while the page changes beneath it, so that who comes second reads why it was refused.
 */
export function ConfirmButton({
  label,
  title,
  sentence,
  children,
  confirmLabel,
  onConfirm,
  disabledReason,
  isDangerous = false,
  isOffered = true,
  isReady = true,
  ...rest
}: ConfirmButtonProps) {
  const { t } = useTranslation();
  const [isOpen, setIsOpen] = useState(false);
  const [isWorking, setIsWorking] = useState(false);
  const [error, setError] = useState<unknown>();
  const open = () => {
    setError(undefined);
    setIsOpen(true);
  };
  const confirm = async () => {
    setIsWorking(true);
    setError(undefined);
    try {
      await onConfirm();
      setIsOpen(false);
    } catch (refusal) {
      setError(refusal);
    } finally {
      setIsWorking(false);
    }
  };
  // What the mutation itself has changed is not why it cannot be done.
  const isPossible = (disabledReason === undefined && isOffered) || isWorking;
  return (
    <>
      {isOffered && <Opener {...{ label, disabledReason, ...rest }} onClick={open} />}
      <Modal
        opened={isOpen}
        onClose={() => setIsOpen(false)}
        title={title ?? label}
        closeButtonProps={{ 'aria-label': t('shell.close') }}
      >
        <Stack>
          {isPossible && <Text>{sentence}</Text>}
          {isPossible && children}
          {!isPossible && error === undefined && (
            <Text>{disabledReason ?? t('shell.tooLate')}</Text>
          )}
          <FormError error={error} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={() => setIsOpen(false)}>
              {t(isPossible ? 'shell.cancel' : 'shell.close')}
            </Button>
            {isPossible && (
              <Button
                data-autofocus
                {...(isDangerous && { color: DANGER })}
                loading={isWorking}
                disabled={!isReady}
                onClick={() => void confirm()}
              >
                {confirmLabel ?? label}
              </Button>
            )}
          </Group>
        </Stack>
      </Modal>
    </>
  );
}

function Opener({ label, disabledReason, onClick, ...rest }: OpenerProps) {
  const reasonId = useId();
  if (disabledReason === undefined) {
    return (
      <Button {...rest} onClick={onClick}>
        {label}
      </Button>
    );
  }
  return (
    <Tooltip label={disabledReason} multiline maw={320}>
      <Button data-disabled aria-disabled aria-describedby={reasonId} {...rest}>
        {label}
        <span id={reasonId} hidden>
          {disabledReason}
        </span>
      </Button>
    </Tooltip>
  );
}

type OpenerProps = ButtonProps &
  Pick<ConfirmButtonProps, 'label' | 'disabledReason'> & { onClick: () => void };

export interface ConfirmButtonProps extends ButtonProps {
  label: string;
  /** Of the dialog; without it, the label. */
  title?: string;
  /** What will happen: “27 people get the e-mail again. Their points do not change.” */
  sentence: string;
  /** Fields that the action needs. */
  children?: ReactNode;
  confirmLabel?: string;
  /** What it throws is shown in the dialog, which stays open. */
  onConfirm: () => Promise<unknown>;
  disabledReason?: string | undefined;
  isDangerous?: boolean;
  /** False while a field of `children`, which says so itself, lacks something. */
  isReady?: boolean;
  /** False where the action has no place in the present state; an open dialog then says so. */
  isOffered?: boolean;
}
