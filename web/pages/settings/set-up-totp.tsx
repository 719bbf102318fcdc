import { Center, Code, Image, Text, TextInput } from '@mantine/core';
import { isNotEmpty, useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Outputs, trpc } from '../../client/trpc';
import { showFieldErrors } from '../../design/field-errors';
import { FormDialog } from './form-dialog';
import { PasswordDialog } from './password-dialog';

/** The password, then the QR code and a first code of the app. */
export function SetUpTotp({
  onConfirmed,
  onClose,
}: {
  onConfirmed: (confirmed: Outputs['auth']['confirmTotp']) => Promise<unknown>;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const [begun, setBegun] = useState<Outputs['auth']['beginTotp']>();
  const begin = useMutation(trpc.auth.beginTotp.mutationOptions({ onSuccess: setBegun }));
  if (begun !== undefined) {
    return <ConfirmCode begun={begun} onConfirmed={onConfirmed} onClose={onClose} />;
  }
  return (
    <PasswordDialog
      title={t('account.setUpTitle')}
      sentence={t('account.setUpSentence')}
      submitLabel={t('account.goOn')}
      onPassword={(password) => begin.mutateAsync({ password })}
      onClose={onClose}
    />
  );
}

function ConfirmCode({
  begun: { qrCode, secret },
  onConfirmed,
  onClose,
}: Parameters<typeof SetUpTotp>[0] & { begun: Outputs['auth']['beginTotp'] }) {
  const { t } = useTranslation();
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { code: '' },
    validate: { code: isNotEmpty(t('account.codeMissing')) },
  });
  const confirm = useMutation(
    trpc.auth.confirmTotp.mutationOptions({
      onSuccess: onConfirmed,
      onError: (error) => showFieldErrors(form, error),
    }),
  );
  return (
    <FormDialog
      title={t('account.setUpTitle')}
      submitLabel={t('account.switchOn')}
      isWorking={confirm.isPending}
      error={confirm.error}
      onSubmit={form.onSubmit((values) => confirm.mutate(values))}
      onClose={onClose}
    >
      <Text size="sm">{t('account.scan')}</Text>
      <Center>
        <Image src={qrCode} alt={t('account.qrCode')} w={200} h={200} radius="md" />
      </Center>
      <Text size="sm">
        {t('account.orType')} <Code>{inGroups(secret)}</Code>
      </Text>
      <TextInput
        data-autofocus
        inputMode="numeric"
        autoComplete="one-time-code"
        label={t('account.codeLabel')}
        key={form.key('code')}
        {...form.getInputProps('code')}
      />
    </FormDialog>
  );
}

/** Four by four, as people copy it by hand; apps leave blanks out. */
function inGroups(secret: string): string {
  return secret.replaceAll(/.{4}(?!$)/g, '$& ');
}
