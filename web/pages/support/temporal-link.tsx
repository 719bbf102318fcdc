import { Anchor } from '@mantine/core';
import { useMe } from '../../shell/navigation';

/** The page of a workflow in the Temporal UI, for who inspects them; nothing for everybody else. */
export function TemporalLink({ workflowId, children }: { workflowId: string; children: string }) {
  const me = useMe();
  if (me === undefined || me.temporalUiUrl === null || me.temporalNamespace === null) return null;
  const path = ['namespaces', me.temporalNamespace, 'workflows', workflowId];
  const base = me.temporalUiUrl.replace(/\/$/, '');
  return (
    <Anchor
      inherit
      href={`${base}/${path.map(encodeURIComponent).join('/')}`}
      target="_blank"
      rel="noreferrer"
    >
      {children}
    </Anchor>
  );
}
