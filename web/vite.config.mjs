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
    rolldownOptions: {
      // Each file of Mantine says "use client", which means nothing here: 400 warnings.
      onLog: (level, log, tell) => {
        if (log.code !== 'MODULE_LEVEL_DIRECTIVE') tell(level, log);
      },
    },
  },
});
