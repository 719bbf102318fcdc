import type { DistributionSummary } from '../../contracts/distributions';
import type { ApiSettings } from '../context';

/** Adds the link to the page of the distribution's run in the Temporal UI, for operators. */
export function withWorkflowUrl<Shown extends DistributionSummary>(
  distribution: Shown,
  { temporalUiUrl, temporalNamespace }: ApiSettings,
): Shown {
  const { workflow } = distribution;
  if (workflow === null || temporalUiUrl === undefined) return distribution;
  const segments = ['namespaces', temporalNamespace, 'workflows', workflow.id];
  if (workflow.runId !== null) segments.push(workflow.runId);
  const url = `${temporalUiUrl.replace(/\/$/, '')}/${segments.map(encodeURIComponent).join('/')}`;
  return { ...distribution, workflow: { ...workflow, url } };
}
