import { QueryClient } from '@tanstack/react-query';
import { isPassing } from './refusal';

const FRESH_MILLISECONDS = 30_000;
const MAX_RETRIES = 4;

/**
 * Reads are kept for half a minute and repeated when what failed may pass; a refusal is shown at once.
 * Changes are never repeated by themselves and never wait in a queue: the person sees at once that
 * there is no connection and decides, with everything still in the form.
 */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: FRESH_MILLISECONDS,
      retry: (failures, error) => failures < MAX_RETRIES && isPassing(error),
      retryDelay: (failures) => Math.min(500 * 2 ** failures, 8_000),
      refetchOnWindowFocus: true,
    },
    mutations: { retry: false, networkMode: 'always' },
  },
});
