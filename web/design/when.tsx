import { Tooltip } from '@mantine/core';
import { useFormat } from '../texts/use-format';

/** A time in the company's zone; to the second and with the zone when one points at it. */
export function When({ at, day = false }: { at: string | Date; day?: boolean }) {
  const format = useFormat();
  return (
    <Tooltip label={format.exactTime(at)}>
      <time dateTime={new Date(at).toISOString()} className="numbers">
        {day ? format.day(at) : format.time(at)}
      </time>
    </Tooltip>
  );
}
