// What somebody has said of a mail to many and has not published yet: kept in this tab of the browser until they do, so that whoever goes to write its words,
// presses Back or loads the page anew finds it as it was. By what the address begins with; it goes when somebody signs out. Nothing of it reaches the server
// before it is looked over.

export interface Unfinished<Said> {
  readonly said: Said
  /** Its draft, once it was looked over. */
  readonly kept?: { readonly path: string; readonly revision: number }
}

/** What the address says that it begins with. */
export interface Beginning {
  readonly segment: string
  readonly like: string
}

/** Undefined where there is none, and where the browser keeps nothing. */
export function unfinishedOf<Said>(from: Beginning): Unfinished<Said> | undefined {
  try {
    const text = sessionStorage.getItem(keyOf(from))
    return text === null ? undefined : (JSON.parse(text) as Unfinished<Said>)
  } catch {
    return undefined
  }
}

/** Keeps it; with undefined, forgets it. */
export function keepUnfinished<Said>(from: Beginning, what: Unfinished<Said> | undefined): void {
  try {
    if (what === undefined) sessionStorage.removeItem(keyOf(from))
    else sessionStorage.setItem(keyOf(from), JSON.stringify(what))
  } catch {
    // A browser that keeps nothing still sends mails.
  }
}

function keyOf({ segment, like }: Beginning): string {
  return `oncue.unfinished-mail ${JSON.stringify([segment, like])}`
}
