// What server-bundle.mjs offers, for the tests.

/** Where the entry of the bundle that fits is; undefined when none was kept. */
export function keptServerBundle(root?: string): URL | undefined
/** The same, made first when there is none. */
export function serverBundle(say: (line: string) => void, root?: string): Promise<URL | undefined>
