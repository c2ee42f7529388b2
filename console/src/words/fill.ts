// Texts that hold nothing but names to be filled in. What has plurals or formats is left to the library, which takes long for the thousand parts of a page.

/** The text with its values. */
export type Fill = (values: Readonly<Record<string, unknown>> | undefined) => string

/** Undefined for a text that needs more than that. */
export function fillOf(text: string): Fill | undefined {
  if (!text.includes('{{')) return text.includes('$t(') ? undefined : () => text
  const parts = text.split(/\{\{\s*(\w+)\s*\}\}/)
  if (parts.some((part) => part.includes('{{') || part.includes('$t('))) return undefined
  return (values) => parts.map((part, at) => (at % 2 === 0 ? part : String(values?.[part] ?? ''))).join('')
}
