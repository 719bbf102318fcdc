/** The company whose points are sent, on both sides, since its name stands in every mail. */
export const COMPANY_NAME = 'Acme Industries';

/** More than any benchmark sends. */
export const BALANCE_POINTS = 1_000_000_000_000;

/** A row of a send, as an integrator posts it. */
export interface Row {
  name: string;
  email: string;
  points: number;
  citation: string;
}

/** The person of this number, registered on both sides by `personEmail` and `personName`. */
export function rowOf(person: number): Row {
  return {
    name: personName(person),
    email: personEmail(person),
    points: 100 + (person % 400),
    citation: 'Work anniversary: thank you for five years with us!',
  };
}

export function rowsOf(first: number, count: number): Row[] {
  return Array.from({ length: count }, (_, index) => rowOf(first + index));
}

/** A file of these rows as an admin uploads it. */
export function csvOf(rows: readonly Row[]): Buffer {
  const lines = rows.map(
    ({ name, email, points, citation }) => `${name},${email},${points},"${citation}"`,
  );
  return Buffer.from(['Name,E-mail,Points,Citation', ...lines].join('\r\n'));
}

export function personName(person: number): string {
  return `Person ${person} Benchmark`;
}

export function personEmail(person: number): string {
  return `person${person}@acme.example`;
}
