import { Button, type ButtonProps, Group, Modal, Stack, Text, Tooltip } from '@mantine/core';
import { type ReactNode, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FormError } from './form-error';

/**
 * A button whose dialog says in a plain sentence what will happen before it does. When it cannot be
 * done, the button stays in its place, takes the focus, and says why.
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
  ...rest
}: ConfirmButtonProps) {
  const { t } = useTranslation();
  const reasonId = useId();
  const [isOpen, setIsOpen] = useState(false);
  const [isWorking, setIsWorking] = useState(false);
  const [error, setError] = useState<unknown>();
  if (disabledReason !== undefined) {
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
  return (
    <>
      <Button {...rest} onClick={() => setIsOpen(true)}>
        {label}
      </Button>
      <Modal
        opened={isOpen}
        onClose={() => setIsOpen(false)}
        title={title ?? label}
        closeButtonProps={{ 'aria-label': t('shell.close') }}
      >
        <Stack>
          <Text>{sentence}</Text>
          {children}
          <FormError error={error} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={() => setIsOpen(false)}>
              {t('shell.cancel')}
            </Button>
            <Button
              data-autofocus
              {...(isDangerous && { color: 'red' })}
              loading={isWorking}
              onClick={() => void confirm()}
            >
              {confirmLabel ?? label}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}

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
}
