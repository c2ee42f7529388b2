// What is made when it is first asked for, and kept from then on: a library that many servers never need is loaded by who needs it.

export interface OnDemand<Value> {
  /** The value, made by the first who asks. */
  get(): Promise<Value>
  /** The value where somebody asked before; undefined where nobody did. For who ends what was begun. */
  readonly made: Promise<Value> | undefined
}

/** Calls `make` once, when somebody asks; its failure is kept too. */
export function onDemand<Value>(make: () => Promise<Value>): OnDemand<Value> {
  let made: Promise<Value> | undefined
  return {
    get() {
      made ??= make()
      return made
    },
    get made() {
      return made
    },
  }
}
