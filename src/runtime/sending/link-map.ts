// Where the links of one message lead, as it is kept with the message. A link's number is its place in the list.

/** [target, label]: the label is what the author calls it, or the address as the author wrote it. */
export type LinkMap = readonly (readonly [target: string, label: string])[]

export interface Link {
  readonly target: string
  readonly label: string
}

/** The list as text. */
export function packLinks(links: LinkMap): string {
  return JSON.stringify(links.map(([target, label]) => (target === label ? [target] : [target, label])))
}

/** The links of a message; none when they lead where they lead by themselves. */
export function unpackLinks(packed: string | undefined): readonly Link[] {
  if (packed === undefined) return []
  return (JSON.parse(packed) as readonly (readonly [string, string?])[]).map(([target, label]) => ({ target, label: label ?? target }))
}
