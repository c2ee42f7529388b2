// HTML as a tagged template that escapes everything put into it, unless it is HTML made the same way. There is no other way
// to put text into a page of this server.

/** A piece of HTML that is safe to show. */
export interface Html {
  readonly markup: string
}

export type Insertion = Html | string | number | undefined | false | readonly Html[]

/** `html\`<b>${name}</b>\`` : what is inserted is escaped; lists of HTML are joined; undefined and false are nothing. */
export function html(texts: TemplateStringsArray, ...insertions: readonly Insertion[]): Html {
  let markup = texts[0] ?? ''
  insertions.forEach((insertion, index) => {
    markup += write(insertion) + (texts[index + 1] ?? '')
  })
  return { markup }
}

function write(insertion: Insertion): string {
  if (insertion === undefined || insertion === false) return ''
  if (typeof insertion === 'string') return escapeText(insertion)
  if (typeof insertion === 'number') return String(insertion)
  return 'markup' in insertion ? insertion.markup : insertion.map((part) => part.markup).join('')
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;', '`': '&#96;' }

function escapeText(text: string): string {
  return text.replaceAll(/[&<>"'`]/g, (character) => entities[character] ?? '')
}
