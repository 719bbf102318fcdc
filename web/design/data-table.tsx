import { Box, Button, Group, Skeleton, Table, VisuallyHidden } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './data-table.module.css';
import { FormError } from './form-error';
import { Panel } from './panel';

/**
 * A list by pages. On a narrow screen each row is a card, in which a cell stands under its heading.
 * While a further page loads, the one before stays; the first shows its shape.
 */
export function DataTable<Row>({
  caption,
  columns,
  rows,
  rowKey,
  query = ROWS_ARE_THERE,
  paging,
  order = 'newest',
  empty,
}: Props<Row>) {
  const { t } = useTranslation();
  if (query.error !== null)
    return <FormError error={query.error} onRetry={() => void query.refetch()} />;
  if (rows !== undefined && rows.length === 0 && !paging.hasPrevious) return <Panel>{empty}</Panel>;
  return (
    <>
      <Panel className={classes.panel} aria-busy={rows === undefined || query.isPlaceholderData}>
        <Table className={classes.table} highlightOnHover>
          <Table.Caption className={classes.caption}>{caption}</Table.Caption>
          <Table.Thead>
            <Table.Tr>
              {columns.map((column) => (
                <Table.Th key={column.key} scope="col" data-numeric={column.isNumeric}>
                  {column.title}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody data-stale={query.isPlaceholderData}>
            {rows === undefined ? (
              <LoadingRows columns={columns.length} />
            ) : (
              rows.map((row) => (
                <Table.Tr key={rowKey(row)}>
                  {columns.map((column) => (
                    <Table.Td key={column.key} data-numeric={column.isNumeric}>
                      <Box className={classes.label}>{column.title}</Box>
                      <Box>{column.cell(row)}</Box>
                    </Table.Td>
                  ))}
                </Table.Tr>
              ))
            )}
          </Table.Tbody>
        </Table>
      </Panel>
      {rows === undefined && <VisuallyHidden role="status">{t('table.loading')}</VisuallyHidden>}
      <Pages {...paging} order={order} />
    </>
  );
}

/** For rows that a page has loaded with more. */
const ROWS_ARE_THERE = { error: null, isPlaceholderData: false, refetch: () => undefined };

interface Props<Row> {
  /** Read to who cannot see the table. */
  caption: string;
  columns: readonly Column<Row>[];
  /** Undefined while the first page loads. */
  rows: readonly Row[] | undefined;
  rowKey: (row: Row) => string;
  /** That the rows come from: its error stands in their place, and older rows until it answers. */
  query?: { error: unknown; isPlaceholderData: boolean; refetch: () => unknown };
  /** Of `useCursorPages`. */
  paging: Paging;
  /** What stands first: names the buttons of the pages. */
  order?: Order;
  /** An `EmptyState`. */
  empty: ReactNode;
}

export interface Column<Row> {
  key: string;
  title: string;
  cell: (row: Row) => ReactNode;
  isNumeric?: boolean;
}

export interface Paging {
  page: number;
  hasPrevious: boolean;
  hasNext: boolean;
  onPrevious: () => void;
  onNext: () => void;
}

function LoadingRows({ columns }: { columns: number }) {
  return Array.from({ length: LOADING_ROWS }, (_, row) => (
    <Table.Tr key={row} aria-hidden>
      {Array.from({ length: columns }, (_cell, column) => (
        <Table.Td key={column}>
          <Skeleton height={14} my={4} width={column === 0 ? '80%' : '50%'} />
        </Table.Td>
      ))}
    </Table.Tr>
  ));
}

const LOADING_ROWS = 8;

type Order = 'newest' | 'oldest' | 'other';

const pageButtons = {
  newest: ['table.previous', 'table.next'],
  oldest: ['table.earlier', 'table.later'],
  other: ['table.previousPage', 'table.nextPage'],
} as const;

interface PagesProps extends Paging {
  order: Order;
}

function Pages({ order, page, hasPrevious, hasNext, onPrevious, onNext }: PagesProps) {
  const { t } = useTranslation();
  if (!hasPrevious && !hasNext) return null;
  return (
    <Group component="nav" justify="space-between" mt="md" aria-label={t('table.pages')}>
      <Button
        variant="default"
        leftSection={<IconChevronLeft size={16} aria-hidden />}
        disabled={!hasPrevious}
        onClick={onPrevious}
      >
        {t(pageButtons[order][0])}
      </Button>
      <span aria-live="polite">{t('table.page', { number: page })}</span>
      <Button
        variant="default"
        rightSection={<IconChevronRight size={16} aria-hidden />}
        disabled={!hasNext}
        onClick={onNext}
      >
        {t(pageButtons[order][1])}
      </Button>
    </Group>
  );
}
