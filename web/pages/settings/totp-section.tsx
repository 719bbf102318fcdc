import { Button, Group, Skeleton, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { trpc } from '../../client/trpc';
import { FormError } from '../../design/form-error';
import { useToast } from '../../design/use-toast';
import { PasswordDialog } from './password-dialog';
import { RecoveryCodesDialog } from './recovery-codes-dialog';
import { Section } from './section';
import { SetUpTotp } from './set-up-totp';

const FEW_CODES = 3;

/** The second factor: set up, its recovery codes made anew, switched off. */
export function TotpSection() {
  const { t } = useTranslation();
  const toast = useToast();
  const client = useQueryClient();
  const [dialog, setDialog] = useState<'set_up' | 'renew' | 'turn_off'>();
  const [codes, setCodes] = useState<string[]>();
  const totp = useQuery(trpc.auth.getTotp.queryOptions());
  const changed = () =>
    Promise.all([
      client.invalidateQueries(trpc.auth.getTotp.queryFilter()),
      client.invalidateQueries(trpc.auth.whoAmI.queryFilter()),
      client.invalidateQueries(trpc.auth.sessions.queryFilter()),
    ]);
  const showCodes = ({ recoveryCodes }: { recoveryCodes: string[] }) => {
    setDialog(undefined);
    setCodes(recoveryCodes);
    return changed();
  };
  const renew = useMutation(trpc.auth.renewRecoveryCodes.mutationOptions({ onSuccess: showCodes }));
  const turnOff = useMutation(
    trpc.auth.endTotp.mutationOptions({
      onSuccess: () => {
        setDialog(undefined);
        toast(t('account.totpTurnedOff'));
        return changed();
      },
    }),
  );
  const close = () => setDialog(undefined);
  return (
    <Section title={t('account.totpTitle')}>
      {totp.isError && <FormError error={totp.error} onRetry={() => void totp.refetch()} />}
      {totp.isPending && <Skeleton height={56} />}
      {totp.data !== undefined && <State {...totp.data} onChoose={setDialog} />}
      {dialog === 'set_up' && <SetUpTotp onConfirmed={showCodes} onClose={close} />}
      {dialog === 'renew' && (
        <PasswordDialog
          title={t('account.totpRenew')}
          sentence={t('account.totpRenewSentence')}
          submitLabel={t('account.totpRenew')}
          onPassword={(password) => renew.mutateAsync({ password })}
          onClose={close}
        />
      )}
      {dialog === 'turn_off' && (
        <PasswordDialog
          title={t('account.totpTurnOff')}
          sentence={t('account.totpTurnOffSentence')}
          submitLabel={t('account.totpTurnOff')}
          isDangerous
          onPassword={(password) => turnOff.mutateAsync({ password })}
          onClose={close}
        />
      )}
      {codes !== undefined && (
        <RecoveryCodesDialog codes={codes} onKept={() => setCodes(undefined)} />
      )}
    </Section>
  );
}

function State({
  enabled,
  recoveryCodesLeft: count,
  onChoose,
}: {
  enabled: boolean;
  recoveryCodesLeft: number;
  onChoose: (dialog: 'set_up' | 'renew' | 'turn_off') => void;
}) {
  const { t } = useTranslation();
  return (
    <>
      <Text size="sm" mb="md" maw={620}>
        {enabled ? t('account.totpOn', { count }) : t('account.totpOff')}{' '}
        {enabled && count <= FEW_CODES && t('account.totpFew')}
      </Text>
      <Group gap="xs">
        {enabled ? (
          <>
            <Button variant="default" onClick={() => onChoose('renew')}>
              {t('account.totpRenew')}
            </Button>
            <Button variant="default" onClick={() => onChoose('turn_off')}>
              {t('account.totpTurnOff')}
            </Button>
          </>
        ) : (
          <Button variant="default" onClick={() => onChoose('set_up')}>
            {t('account.totpSetUp')}
          </Button>
        )}
      </Group>
    </>
  );
}
