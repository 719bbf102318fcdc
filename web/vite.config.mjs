import presetMantine from 'postcss-preset-mantine';
import { defineConfig } from 'vite';

/** Vite's compiler (oxc) reads JSX itself, so there is no plugin; scripts/build-web.mjs runs this. */
export default defineConfig({
  root: import.meta.dirname,
  css: { postcss: { plugins: [presetMantine()] } },
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    assetsDir: 'app',
    // An inlined asset is a data: address, which the Content-Security-Policy has for images alone.
    assetsInlineLimit: 0,
    // Its polyfill is an inline script; every browser that reads ES2023 has modulepreload.
    modulePreload: { polyfill: false },
    target: 'es2023',
    reportCompressedSize: false,
    // What is too much is the budget of the benchmark `first-page`, compressed.
    chunkSizeWarningLimit: Infinity,
    rolldownOptions: {
      // What the first page needs is one file: as 86, each with its request and its own compression,
      // it took twice the time and 20 kB more (docs/decisions/0029-the-first-page-is-one-file.md).
      output: { codeSplitting: { groups: [{ name: 'first', tags: ['$initial'] }] } },
      // Each file of Mantine says "use client", which means nothing here: 400 warnings.
      onLog: (level, log, tell) => {
        if (log.code !== 'MODULE_LEVEL_DIRECTIVE') tell(level, log);
      },
    },
  },
});
