import { Paper, type PaperProps } from '@mantine/core';
import type { ComponentProps, ReactNode } from 'react';
import classes from './panel.module.css';

/** The surface on which a page's parts stand. */
export function Panel({ children, className = '', ...rest }: PanelProps) {
  return (
    <Paper className={`${classes.panel} ${className}`} radius="lg" {...rest}>
      {children}
    </Paper>
  );
}

type PanelProps = Omit<PaperProps, 'className'> &
  Pick<ComponentProps<'div'>, 'aria-busy'> & {
    className?: string | undefined;
    children: ReactNode;
  };
