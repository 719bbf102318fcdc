/** Rows as lines of a table, each column as wide as its widest cell. Numbers stand on the right. */
export function table(titles: string[], rows: (string | number)[][]): string[] {
  const lines = [titles, ...rows];
  const widths = titles.map((_, column) =>
    Math.max(...lines.map((line) => widthOf(String(line[column])))),
  );
  const shown = lines.map((line) =>
    line.map((cell, column) => pad(cell, widths[column] ?? 0)).join('  '),
  );
  const rule = widths.map((width) => '─'.repeat(width)).join('  ');
  return [shown[0] ?? '', rule, ...shown.slice(1)].map((line) => `  ${line.trimEnd()}`);
}

function pad(cell: string | number, width: number): string {
  const space = ' '.repeat(Math.max(0, width - widthOf(String(cell))));
  return typeof cell === 'number' ? space + cell : cell + space;
}

/** How many columns of a terminal a text takes: marks above and below none, East Asian wide characters two. */
function widthOf(text: string): number {
  const bare = text.replaceAll(/[\p{Mn}\p{Me}]/gu, '');
  return [...bare].length + (bare.match(WIDE)?.length ?? 0);
}

const WIDE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu;
