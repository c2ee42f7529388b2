// What makes an import impossible as a whole: the file, or what was said about it. A single bad row is no failure; it is kept with its reason.

export class ImportFailure extends Error {
  override readonly name = 'ImportFailure'
  /** usage: what was said about the file is wrong, and not the file. */
  readonly kind: 'failed' | 'usage'
  readonly fix: string | undefined

  constructor(message: string, { kind = 'failed', fix }: { readonly kind?: 'failed' | 'usage'; readonly fix?: string } = {}) {
    super(message)
    this.kind = kind
    this.fix = fix
  }
}

/** A mistake in what was said about the file. */
export function wrongMapping(message: string, fix?: string): ImportFailure {
  return new ImportFailure(message, fix === undefined ? { kind: 'usage' } : { kind: 'usage', fix })
}
