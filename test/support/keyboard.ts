import type { Locator, Page } from 'playwright-core';

/**
 * What somebody without a mouse does. Each of these reaches its control by Tab alone, from where the
 * focus is, and so proves that the keyboard gets there.
 */

/**
 * Presses Tab, or Shift+Tab when the control stands before the focus, until the control has it.
 *
 * @throws Error when it is not reached: it takes no focus, or something keeps the focus.
 */
export async function tabTo(control: Locator): Promise<void> {
  // What is drawn may be something else, which the control hides behind.
  await control.waitFor({ state: 'attached' });
  const { keyboard } = control.page();
  const passed: string[] = [];
  for (;;) {
    const { where, at, wanted } = await control.evaluate(lookAtFocus);
    if (where === 'here') return;
    passed.push(at);
    if (passed.length > MOST_STOPS) {
      throw new Error(`Tab does not reach ${wanted}. It went by:\n${passed.join('\n')}`);
    }
    await keyboard.press(where === 'before' ? 'Shift+Tab' : 'Tab');
  }
}

/**
 * Presses Tab so often that the control has the focus, while the page is too busy to do anything in
 * between: as somebody types who knows the way, or on a slow machine.
 */
export async function tabQuicklyTo(control: Locator, presses: number): Promise<void> {
  const page = control.page();
  await page.evaluate(
    `setTimeout(() => { for (const end = Date.now() + 300; Date.now() < end;); })`,
  );
  await Promise.all(Array.from({ length: presses }, () => page.keyboard.press('Tab')));
  // What the page wanted to do later is done now, too.
  await page.evaluate('new Promise((done) => setTimeout(done))');
  const { where, at } = await control.evaluate(lookAtFocus);
  if (where !== 'here') throw new Error(`${presses} times Tab leads to ${at}`);
}

/** More than any page has between two controls that follow each other in a flow. */
const MOST_STOPS = 60;

/** Runs in the page, where nothing of this file is known. */
function lookAtFocus(control: unknown): Look {
  const element = control as PageElement;
  const { activeElement, body } = element.ownerDocument;
  const following = 4;
  const isBefore = (element.compareDocumentPosition(activeElement) & following) !== 0;
  const isSomewhere = activeElement !== body;
  return {
    where: activeElement === element ? 'here' : isSomewhere && isBefore ? 'before' : 'after',
    at: activeElement.outerHTML.slice(0, 120),
    wanted: element.outerHTML.slice(0, 120),
  };
}

interface Look {
  /** Where the control stands, seen from the focus. */
  where: 'here' | 'before' | 'after';
  at: string;
  wanted: string;
}

/** What is used of https://dom.spec.whatwg.org/#interface-element; the types of tests have no pages. */
interface PageElement {
  outerHTML: string;
  ownerDocument: { activeElement: PageElement; body: PageElement };
  compareDocumentPosition: (other: PageElement) => number;
}

/** Reaches a control and presses a key on it. */
export async function pressOn(control: Locator, key = 'Enter'): Promise<void> {
  await tabTo(control);
  await control.page().keyboard.press(key);
}

/** Says yes in a dialog, whose button has the focus when it has opened; its texts are there before. */
export async function sayYes(page: Page): Promise<void> {
  await page.getByRole('dialog').locator('button:focus').waitFor();
  await page.keyboard.press('Enter');
}

/** Reaches a field and types into it, in place of what stands there. */
export async function typeInto(field: Locator, text: string): Promise<void> {
  await tabTo(field);
  const { keyboard } = field.page();
  await keyboard.press('Control+A');
  await keyboard.type(text);
}

/** Opens the dialog of files by a button, and chooses in it. */
export async function chooseFile(button: Locator, file: ChosenFile): Promise<void> {
  const opened = button.page().waitForEvent('filechooser');
  const [chooser] = await Promise.all([opened, pressOn(button)]);
  await chooser.setFiles(file);
}

interface ChosenFile {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

/** Reaches a group of radio buttons and goes with the arrows to the one that is wanted. */
export async function choose(radio: Locator): Promise<void> {
  const name = await radio.getAttribute('name');
  const group = radio.page().locator(`input[type=radio][name="${name}"]`);
  const chosen = group.and(radio.page().locator(':checked'));
  await tabTo((await chosen.count()) === 0 ? group.first() : chosen);
  await arrowTo(radio, 'ArrowDown');
}

/** Goes with the arrows, from where the focus is, to another of the same group. */
export async function arrowTo(wanted: Locator, arrow: 'ArrowDown' | 'ArrowRight'): Promise<void> {
  await wanted.waitFor({ state: 'attached' });
  for (let presses = 0; presses < MOST_STOPS; presses += 1) {
    if ((await wanted.evaluate(lookAtFocus)).where === 'here') return;
    await wanted.page().keyboard.press(arrow);
  }
  const { at, wanted: never } = await wanted.evaluate(lookAtFocus);
  throw new Error(`The arrows do not reach ${never}; they end at ${at}`);
}

/** Reaches a row of tabs, and goes to the one that is wanted. */
export async function openTab(wanted: Locator): Promise<void> {
  const list = wanted.locator('xpath=..');
  await tabTo(list.getByRole('tab', { selected: true }));
  await arrowTo(wanted, 'ArrowRight');
}

/** Opens a menu and takes an item of it. */
export async function takeItem(opener: Locator, item: Locator): Promise<void> {
  await pressOn(opener);
  await arrowTo(item, 'ArrowDown');
  await item.page().keyboard.press('Enter');
}

/** Reaches a select or a field with suggestions, types, and takes the option that is found. */
export async function pick(field: Locator, option: Locator, typed = ''): Promise<void> {
  const { keyboard } = field.page();
  await (typed === '' ? tabTo(field) : typeInto(field, typed));
  for (let presses = 0; presses < MOST_STOPS; presses += 1) {
    await keyboard.press('ArrowDown');
    await option.waitFor();
    if ((await option.getAttribute('data-combobox-selected')) === 'true') break;
  }
  await keyboard.press('Enter');
}
