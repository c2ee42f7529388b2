// What server-bundle.mjs offers, for the tests.

/** Where the entry of the bundle that fits is; undefined when none was kept. */
export function keptServerBundle(root?: string): URL | undefined
/** The same, made first when there is none. */
export function serverBundle(say: (line: string) => void, root?: string): Promise<URL | undefined>
/** Keeps a bundle that this process runs from, however many are made meanwhile. */
export function holdBundle(bundle: URL): void
