import { Anchor, Button, Code, CopyButton, Group, Switch, Table, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { trpc } from '../../../client/trpc';
import { Panel } from '../../../design/panel';
import { pageSettings } from '../../../page-settings';
import { exampleAnswer, exampleRequest, KEY_PLACEHOLDER } from './api-example';
import { newKey } from '../../../client/new-key';
import { SendPage } from '../send-page';

/** How a program sends: a request that works as it stands, and what it answers. */
export function ApiPage() {
  const { t } = useTranslation();
  return (
    <SendPage way="api">
      <Text mb="lg" maw={720}>
        {t('sendApi.text')}
      </Text>
      <Step number={1} title={t('sendApi.step1')}>
        <Text mb="sm">{t('sendApi.step1Text')}</Text>
        <Button variant="default" renderRoot={(props) => <Link to={SETTINGS_OF_KEYS} {...props} />}>
          {t('sendApi.keys')}
        </Button>
      </Step>
      <RequestAndAnswer />
      <Panel p="lg" mt="lg">
        <Title order={2} mb="sm">
          {t('sendApi.refusals')}
        </Title>
        <Refusals />
        <Anchor href="/docs/" display="inline-block" mt="md">
          {t('sendApi.docs')}
        </Anchor>
      </Panel>
    </SendPage>
  );
}

const SETTINGS_OF_KEYS = '/settings/keys';

function RequestAndAnswer() {
  const { t } = useTranslation();
  const [isDryRun, setIsDryRun] = useState(false);
  const [idempotencyKey] = useState(newKey);
  const people = useQuery(trpc.recipients.list.queryOptions({ limit: 1 }));
  const person = people.data?.items[0] ?? NOBODY_YET;
  const { publicUrl } = pageSettings;
  const request = exampleRequest({ publicUrl, idempotencyKey, person, isDryRun });
  return (
    <>
      <Step number={2} title={t('sendApi.step2')}>
        <Text mb="sm">{t('sendApi.step2Text', { placeholder: KEY_PLACEHOLDER })}</Text>
        <Group justify="space-between" mb="xs">
          <Switch
            label={t('sendApi.dryRun')}
            checked={isDryRun}
            onChange={({ currentTarget }) => setIsDryRun(currentTarget.checked)}
          />
          <CopyButton value={request}>
            {({ copied, copy }) => (
              <Button size="xs" variant="default" onClick={copy}>
                {t(copied ? 'sendApi.copied' : 'sendApi.copy')}
              </Button>
            )}
          </CopyButton>
        </Group>
        <Block label={t('sendApi.request')} text={request} />
      </Step>
      <Step number={3} title={t('sendApi.step3')}>
        <Text mb="sm">{t(isDryRun ? 'sendApi.step3DryRun' : 'sendApi.step3Text')}</Text>
        <Block label={t('sendApi.answer')} text={exampleAnswer(person, isDryRun)} />
      </Step>
    </>
  );
}

/** A company that has nobody yet. */
const NOBODY_YET = { name: 'Asha Rao', email: 'asha.rao@example.com' };

/** Takes the focus, since it may have to be scrolled sideways. */
function Block({ label, text }: { label: string; text: string }) {
  return (
    <Code block tabIndex={0} role="region" aria-label={label}>
      {text}
    </Code>
  );
}

function Step({ number, title, children }: StepProps) {
  return (
    <Panel p="lg" mt="lg">
      <Title order={2} mb="sm">{`${number}. ${title}`}</Title>
      {children}
    </Panel>
  );
}

interface StepProps {
  number: number;
  title: string;
  children: ReactNode;
}

function Refusals() {
  const { t } = useTranslation();
  return (
    <Table>
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">{t('sendApi.status')}</Table.Th>
          <Table.Th scope="col">{t('sendApi.meaning')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {(['401', '402', '409', '422', '429'] as const).map((status) => (
          <Table.Tr key={status}>
            <Table.Td className="numbers">{status}</Table.Td>
            <Table.Td>{t(`sendApi.s${status}`)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
