// Plain JSON data, as it travels on the wire and rests in the log.

export type Scalar = string | number | boolean | null
export type Json = Scalar | readonly Json[] | { readonly [key: string]: Json }
export type JsonObject = { readonly [key: string]: Json }

/**
 * Reads a dotted path ("product.category", "items.0.sku") out of plain data.
 * Only own properties are read, so `__proto__` and `constructor` are never found.
 * Returns undefined when any part is missing.
 */
export function readPath(data: Json | undefined, path: readonly string[]): Json | undefined {
  let value: Json | undefined = data
  for (const part of path) {
    if (value === null || typeof value !== 'object' || !Object.hasOwn(value, part)) return undefined
    value = (value as JsonObject)[part]
  }
  return value
}

/** Whether there is nothing at a path that a text could show: missing, null or empty. */
export function isBlankAt(data: JsonObject, path: string): boolean {
  const value = readPath(data, splitPath(path))
  return value === undefined || value === null || value === ''
}

/** Splits "a.b.c" into its parts. */
export function splitPath(path: string): string[] {
  return path.split('.')
}
