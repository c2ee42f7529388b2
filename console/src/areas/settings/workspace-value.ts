// What workspace.yaml says, as far as there are forms for it. It is what somebody wrote and nobody checked yet: forms take what they know and leave the rest.

export interface TopicValue {
  readonly topic: string
  readonly description?: string
  readonly locales?: Readonly<Record<string, unknown>>
  readonly consent?: string
  readonly channels?: readonly string[]
  readonly transactional?: boolean
}

export interface CapValue {
  readonly max?: number
  readonly within?: string
  readonly channel?: string
  readonly topic?: string
  readonly segment?: string
  readonly then?: string
}

export interface QuietHoursValue {
  readonly from?: string
  readonly to?: string
  readonly zone?: string
  readonly days?: readonly string[]
  readonly topics?: readonly string[]
}

export type Written = Readonly<Record<string, unknown>>
export type Path = readonly (string | number)[]

/** As good as a form can tell. */
export const mailAddress = /^[^\s@]+@[^\s@]+\.[^\s@]+$/

/** What stands at a place; undefined where nothing does. */
export function at(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? (inner as Record<string | number, unknown>)[key] : undefined),
    value,
  )
}

/** The same where it is a text or a number. */
export function textAt(value: unknown, path: Path): string {
  const found = at(value, path)
  return typeof found === 'string' || typeof found === 'number' ? String(found) : ''
}

/** A list there, without what is no object. */
export function listAt<Item extends object>(value: unknown, path: Path): readonly Item[] {
  const found = at(value, path)
  return Array.isArray(found) ? found.filter((one): one is Item => typeof one === 'object' && one !== null) : []
}
