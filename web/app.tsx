import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { queryClient } from './client/query-client';
import { cssVariables, theme } from './design/theme';
import { pageSettings } from './page-settings';
import { router } from './router';
import { FormatProvider } from './texts/use-format';

/** What every page stands in: theme, data, texts, formats, toasts. */
export function App() {
  return (
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      cssVariablesResolver={cssVariables}
      getStyleNonce={() => pageSettings.nonce}
    >
      <QueryClientProvider client={queryClient}>
        <FormatProvider>
          <RouterProvider router={router} />
        </FormatProvider>
      </QueryClientProvider>
    </MantineProvider>
  );
}
