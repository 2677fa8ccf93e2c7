type Tags = HTMLElementTagNameMap;
type Child = Node | string | null;
type Properties<K extends keyof Tags> = Partial<Omit<Tags[K], 'dataset'>> & {
  dataset?: Record<string, string>;
};

/** A new element. Text becomes text nodes, never markup: nothing on this page is parsed as HTML. */
export function el<K extends keyof Tags>(
  tag: K,
  properties: Properties<K> = {},
  ...children: Child[]
): Tags[K] {
  const element = document.createElement(tag);
  const { dataset, ...rest } = properties;
  Object.assign(element, rest);
  Object.assign(element.dataset, dataset);
  element.append(...children.filter((child) => child !== null));
  return element;
}

/** The address if a link may carry it: http and https only. */
export function safeUrl(url: string): string | null {
  const parsed = URL.parse(url);
  return parsed && (parsed.protocol === 'https:' || parsed.protocol === 'http:') ? parsed.href : null;
}
