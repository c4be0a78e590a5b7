/** Elements of the page, made in one expression. */

type Attributes = Readonly<Record<string, string>>;

/** An element with attributes and children; texts are texts, never HTML. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** A button that does something. */
export function button(text: string, action: () => void, attributes: Attributes = {}): HTMLButtonElement {
  const made = element('button', { type: 'button', ...attributes }, text);
  made.addEventListener('click', action);
  return made;
}

/** A box to tick, with its label. */
export function tickBox(text: string, ticked: boolean, action: (ticked: boolean) => void): HTMLLabelElement {
  const box = element('input', { type: 'checkbox' });
  box.checked = ticked;
  box.addEventListener('change', () => action(box.checked));
  return element('label', {}, box, text);
}
