// The port to the log of what the process does. Fields are names and numbers of the runtime's own: never an identity, an
// address, or anything that a subscriber or an event said.

export interface Logger {
  info(fields: Readonly<Record<string, unknown>>, message: string): void
  warn(fields: Readonly<Record<string, unknown>>, message: string): void
  error(fields: Readonly<Record<string, unknown>>, message: string): void
}

/** Says nothing: for tests and for runs that nobody watches. */
export const noLogger: Logger = { info() {}, warn() {}, error() {} }
