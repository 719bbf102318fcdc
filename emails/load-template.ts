import fs from 'node:fs';
import path from 'node:path';
import Handlebars from 'handlebars';

/**
 * Reads and compiles a template once, when the module that shows it is loaded.
 *
 * `html` escapes every value exactly once, also for attributes in double quotes; `text` escapes
 * nothing. A value that the view lacks throws: a mail with a hole must not leave.
 *
 * @throws Error when the file is missing or is no template.
 */
export function loadTemplate<View>(
  directory: string,
  fileName: string,
  content: 'html' | 'text',
): (view: View) => string {
  const source = fs.readFileSync(path.join(directory, fileName), 'utf8');
  // Parsed here because handlebars compiles at the first use: a broken file must stop the start.
  return handlebars.compile<View>(handlebars.parse(source), {
    strict: true,
    knownHelpersOnly: true,
    noEscape: content === 'text',
  });
}

/** Our own instance: a helper that a library registers globally cannot change our mails. */
const handlebars = Handlebars.create();
