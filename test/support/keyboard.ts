import type { Locator } from 'playwright-core';

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
    const { where, at } = await control.evaluate(LOOK_AT_FOCUS);
    if (where === 'here') return;
    passed.push(at);
    if (passed.length > MOST_STOPS) {
      throw new Error(`Tab does not reach ${control}. It went by:\n${passed.join('\n')}`);
    }
    await keyboard.press(where === 'before' ? 'Shift+Tab' : 'Tab');
  }
}

/** More than any page has between two controls that follow each other in a flow. */
const MOST_STOPS = 60;

/** Runs in the page, which this file's types do not know. */
const LOOK_AT_FOCUS = new Function(
  'control',
  `const focused = document.activeElement;
   const isBefore = control.compareDocumentPosition(focused) & Node.DOCUMENT_POSITION_FOLLOWING;
   return {
     where: focused === control ? 'here' : focused !== document.body && isBefore ? 'before' : 'after',
     at: focused.outerHTML.slice(0, 120),
   };`,
) as (control: unknown) => { where: 'here' | 'before' | 'after'; at: string };

/** Reaches a control and presses a key on it. */
export async function pressOn(control: Locator, key = 'Enter'): Promise<void> {
  await tabTo(control);
  await control.page().keyboard.press(key);
}

/** Reaches a field and types into it, in place of what stands there. */
export async function typeInto(field: Locator, text: string): Promise<void> {
  await tabTo(field);
  const { keyboard } = field.page();
  await keyboard.press('Control+A');
  await keyboard.type(text);
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
    if ((await wanted.evaluate(LOOK_AT_FOCUS)).where === 'here') return;
    await wanted.page().keyboard.press(arrow);
  }
  throw new Error(`The arrows do not reach ${wanted}`);
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
