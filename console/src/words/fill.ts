// Makes a text of the words with names in it to a function: {{name}} is filled in as it is, {{name, number}} as the reader's language writes numbers.

/** The text with its values. What is not among them is left out. */
export type Fill = (values: Readonly<Record<string, unknown>> | undefined) => string

/** Reads the text once, for it is said often. */
export function fillOf(text: string, writeNumber: (value: number) => string): Fill {
  if (!text.includes('{{')) return () => text
  const [begin = '', ...rest] = text.split(/\{\{\s*(\w+(?:,\s*number)?)\s*\}\}/)
  const parts: { readonly name: string; readonly isNumber: boolean; readonly after: string }[] = []
  for (let at = 0; at < rest.length; at += 2) {
    const [name = '', format] = rest[at]?.split(',') ?? []
    parts.push({ name, isNumber: format !== undefined, after: rest[at + 1] ?? '' })
  }
  return (values) => {
    let said = begin
    for (const { name, isNumber, after } of parts) {
      const value = values?.[name]
      if (value != null) said += isNumber ? writeNumber(value as number) : value
      said += after
    }
    return said
  }
}
