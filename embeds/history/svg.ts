import { escapeXml } from '../../src/text/xml.ts';

type Attributes = Record<string, string | number>;

/** An SVG element. Attributes are escaped; the children are markup. */
export function element(tag: string, attributes: Attributes, children: string[] = []): string {
  const written = Object.entries(attributes).map(([name, value]) => ` ${name}="${escapeXml(String(value))}"`);
  return `<${tag}${written.join('')}>${children.join('')}</${tag}>`;
}

/** Text that is shown character by character. */
export function text(content: string, attributes: Attributes): string {
  return element('text', attributes, [escapeXml(content)]);
}
