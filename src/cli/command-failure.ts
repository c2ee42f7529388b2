// How a command says that it failed: one clear line, a way out, and an exit code that scripts can rely on.

/** 0: done. The others are failures; docs/reference/cli.md lists them. */
export const exitCodes = { failed: 1, usage: 2, partly: 3, interrupted: 130 } as const
export type FailureKind = keyof typeof exitCodes

/** Ends a command with one line on standard error. */
export class CommandFailure extends Error {
  readonly kind: FailureKind
  readonly fix: string | undefined
  constructor(message: string, { kind = 'failed', fix }: { readonly kind?: FailureKind; readonly fix?: string } = {}) {
    super(message)
    this.name = 'CommandFailure'
    this.kind = kind
    this.fix = fix
  }
}

/** A mistake in how the command was called. */
export function usageFailure(message: string, fix?: string): CommandFailure {
  return new CommandFailure(message, fix === undefined ? { kind: 'usage' } : { kind: 'usage', fix })
}
