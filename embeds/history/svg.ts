type Attributes = Record<string, string | number>;

/** An element with elements in it. Attributes are escaped; the children are markup already. */
export function element(tag: string, attributes: Attributes, children: string[] = []): string {
  const written = Object.entries(attributes).map(([name, value]) => ` ${name}="${escaped(String(value))}"`);
  return `<${tag}${written.join('')}>${children.join('')}</${tag}>`;
}

/** Text that is shown character by character. */
export function text(content: string, attributes: Attributes): string {
  return element('text', attributes, [escaped(content)]);
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};
/** What XML 1.0 has no way to write, section 2.2 of https://www.w3.org/TR/xml: a document with one of them is none. */
const UNWRITABLE = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

function escaped(content: string): string {
  return content.replace(UNWRITABLE, '\uFFFD').replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);
}
