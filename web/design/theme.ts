import {
  type AlertProps,
  type ButtonProps,
  createTheme,
  defaultVariantColorsResolver,
  type CSSVariablesResolver,
  type MantineColorsTuple,
  type ModalProps,
  type TableProps,
  type TooltipProps,
} from '@mantine/core';

/** The teal of our mails (emails/render-mail.ts), from its lightest ground to its darkest ink. */
const teal: MantineColorsTuple = [
  ...(['#eef7f5', '#d9ece8', '#b3dad2', '#86c5b9', '#57ab9d', '#2f8f81'] as const),
  ...(['#177468', '#0b5f56', '#084941', '#06302b'] as const),
];

/** Greys with a trace of that teal; Mantine's dark scheme takes its grounds and inks from here. */
const dark: MantineColorsTuple = [
  ...(['#e3ebe9', '#b9c6c4', '#93a3a1', '#6d7d7b', '#465554', '#2f3b3c'] as const),
  ...(['#222c2d', '#171f20', '#111819', '#0c1112'] as const),
];

const gray: MantineColorsTuple = [
  ...(['#f7f9f8', '#f0f3f2', '#e4e9e8', '#d3dad9', '#b8c2c0', '#8c9997'] as const),
  ...(['#5b6968', '#445150', '#2b3736', '#1d2a2b'] as const),
];

/** Of buttons after which something is gone. White on Mantine's own red has a contrast of 3.84 only. */
export const DANGER = 'red.9';

export const theme = createTheme({
  colors: { teal, dark, gray },
  primaryColor: 'teal',
  primaryShade: { light: 7, dark: 3 },
  // On the light teal of the dark scheme, white letters would be too faint to read.
  variantColorResolver: (input) => {
    const colours = defaultVariantColorsResolver(input);
    const isTeal = input.color === undefined || input.color === 'teal';
    if (input.variant !== 'filled' || !isTeal) return colours;
    return { ...colours, color: 'light-dark(#ffffff, #06302b)' };
  },
  defaultRadius: 'md',
  cursorType: 'pointer',
  fontFamily: '-apple-system, BlinkMacSystemFont, "Segoe UI", Roboto, Helvetica, Arial, sans-serif',
  headings: {
    fontWeight: '650',
    sizes: {
      h1: { fontSize: '1.5rem', lineHeight: '1.3' },
      h2: { fontSize: '1.125rem', lineHeight: '1.4' },
      h3: { fontSize: '1rem', lineHeight: '1.4' },
    },
  },
  // Drawn by styles.css, the same on everything.
  focusRing: 'never',
  respectReducedMotion: true,
  // By name: what is imported here is a part of the first page.
  components: {
    Button: { defaultProps: { size: 'sm' } satisfies ButtonProps },
    Alert: {
      // Yellow letters on a light yellow ground are too faint to read.
      styles: (_theme: unknown, { color }: AlertProps) =>
        color === 'yellow' ? { title: { color: 'var(--mantine-color-text)' } } : {},
    },
    Modal: {
      defaultProps: { centered: true, radius: 'lg', padding: 'lg' } satisfies Partial<ModalProps>,
    },
    Table: {
      defaultProps: {
        verticalSpacing: 'sm',
        borderColor: 'var(--bestow-edge)',
      } satisfies TableProps,
    },
    Tooltip: {
      // A finger has no hover, and a keyboard has only focus.
      defaultProps: {
        events: { hover: true, focus: true, touch: true },
        openDelay: 150,
      } satisfies Partial<TooltipProps>,
    },
  },
});

export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--bestow-ground': '#f7f8f7',
    '--bestow-panel': '#ffffff',
    '--bestow-edge': '#e3e8e7',
    '--bestow-focus': '#b07a1c',
    '--mantine-color-text': '#1d2a2b',
    '--mantine-color-dimmed': '#586665',
    '--mantine-color-placeholder': '#6b7978',
    '--mantine-color-anchor': '#0b5f56',
    '--mantine-color-error': '#b3261e',
  },
  dark: {
    '--bestow-ground': '#0f1516',
    '--bestow-panel': '#161e1f',
    '--bestow-edge': '#283334',
    '--bestow-focus': '#e3b866',
    '--mantine-color-body': '#161e1f',
    '--mantine-color-text': '#e3ebe9',
    '--mantine-color-dimmed': '#9aabaa',
    '--mantine-color-placeholder': '#8a9a98',
    '--mantine-color-anchor': '#86d8c8',
    '--mantine-color-error': '#ffaa9e',
  },
});
