// The one catalogue of errors that Oncue throws: a code that never changes its meaning, a sentence that says what is wrong
// and where, and the way out. An outcome that a caller is expected to handle is a value and never stands here; a mistake in
// our own code is an assertion and never stands here either.

/** One kind of error. `{name}` in both texts is filled from the details. */
interface CatalogueEntry {
  /** What is wrong, where and why, as one sentence. */
  readonly sentence: string
  /** What the reader can do about it. */
  readonly wayOut: string
}

/** Every error by its code, in alphabetical order. */
export const errorCatalogue = {
  'already-paused': {
    sentence: 'The journey {journey} is paused already, by {by}.',
    wayOut: 'Nothing is left to do; `oncue journey resume` lets it go on, or taking `status: paused` out of its file when the file paused it.',
  },
  'backtest-invalid': {
    sentence: 'The backtest cannot be run: {reason}.',
    wayOut: 'Change what the sentence names and run it again; nothing was changed.',
  },
  'backup-exists': {
    sentence: 'The backup was not written, because {path} exists already.',
    wayOut: 'Name a file that does not exist yet, or move the old one away.',
  },
  'backup-failed': {
    sentence: 'The backup to {path} could not be written: {reason}.',
    wayOut: 'Check that the folder exists, may be written to and has room for a copy of the store.',
  },
  'backup-impossible': {
    sentence: 'This store keeps everything in memory, so there is no file to back up.',
    wayOut: 'Start with a store on disk to be able to make backups.',
  },
  'cannot-listen': {
    sentence: 'The server cannot listen on {address}: {reason}.',
    wayOut: 'Stop what listens there, or choose another port with PORT or --port.',
  },
  'clock-not-windable': {
    sentence: 'The clock of this workspace cannot be wound: people live in it.',
    wayOut: 'Wind the clock of a demo (`oncue start` on a new data folder with the demo on) or of a copy for staging.',
  },
  'configuration-invalid': {
    sentence: 'Oncue cannot start with this configuration: {problems}.',
    wayOut: 'Correct what is named, in the environment or in oncue.yaml; `oncue start --print-config` shows what is in force.',
  },
  'definitions-invalid': {
    sentence: 'The definitions in {folder} cannot be put in force; the first of their mistakes ({count} in all): {first}.',
    wayOut: 'Run `oncue validate {folder}` to see each with its place and how to mend it.',
  },
  'desk-ended': {
    sentence: 'The thread that answers questions about everybody has ended: {reason}.',
    wayOut: 'Ask again: the next question begins another thread. Nothing was changed.',
  },
  'not-paused': {
    sentence: 'The journey {journey} is not paused.',
    wayOut: 'Check its name; `oncue journey list` says which journeys are paused.',
  },
  'nothing-published': {
    sentence: 'Nothing was ever published in this workspace, so there is nothing to copy.',
    wayOut: 'Start Oncue on it once, then make the copy.',
  },
  overloaded: {
    sentence: 'Too much is waiting to be written ({waiting} inputs), so nothing more is taken in for now.',
    wayOut: 'Send the same again a little later; repeated message ids are recognized.',
  },
  'staging-exists': {
    sentence: 'The copy was not made, because {folder} exists already and is not empty.',
    wayOut: 'Name a folder that does not exist yet, or delete the old copy; nothing was written over.',
  },
  'staging-inside': {
    sentence: 'The copy cannot stand in {folder}, inside the definitions folder that it copies.',
    wayOut: 'Name a folder beside it.',
  },
  'staging-keeps-people': {
    sentence: 'The copy was not made, because the field {field} tells who somebody is and cannot be kept as it is.',
    wayOut: 'Keep only fields that hold nobody’s own, such as category or utm_source.',
  },
  'staging-none': {
    sentence: 'There is no copy for staging in {folder}.',
    wayOut: 'Make one with `oncue staging create {folder}`.',
  },
  stopping: {
    sentence: 'Oncue is stopping, so nothing more is taken in.',
    wayOut: 'Send the same again once it runs; repeated message ids are recognized.',
  },
  'store-below': {
    sentence: 'There is no store in {folder}, but one in the folder below it, as in a copy for staging.',
    wayOut: 'Name that folder: {below}.',
  },
  'store-closed': {
    sentence: 'The store {path} has been closed.',
    wayOut: 'Start Oncue again, then repeat what you did.',
  },
  'store-damaged': {
    sentence: 'The file {path} is damaged or is no SQLite database: {reason}.',
    wayOut: 'Check the path; when it is right, put the latest backup in its place.',
  },
  'store-foreign': {
    sentence: 'The file {path} is a SQLite database of another program.',
    wayOut: 'Name another file for the store; this one was left untouched.',
  },
  'store-full': {
    sentence: 'There is no room left to write to {path}; what was to be written was refused as a whole.',
    wayOut: 'Make room on the disk; Oncue goes on by itself as soon as there is some.',
  },
  'store-locked': {
    sentence: 'The store {path} is in use by {holder}.',
    wayOut: 'Stop that process first, or name another file. Commands that only read work while it runs.',
  },
  'store-missing': {
    sentence: 'There is no store at {path}.',
    wayOut: 'Check the path, or start Oncue once to create it.',
  },
  'store-not-durable': {
    sentence: 'The disk did not take what was written to {path}: {reason}; nothing more is taken in.',
    wayOut: 'Check the disk, then start the server anew: it goes on from what the disk has. Whatever was not answered can be sent again.',
  },
  'store-outdated': {
    sentence: 'The store {path} has schema version {found}, but reading it needs version {known}.',
    wayOut: 'Start Oncue on it once: that brings it up to date.',
  },
  'store-read-only': {
    sentence: 'The store {path} was opened for reading only.',
    wayOut: 'Let the running Oncue make the change, or open the store for writing.',
  },
  'store-too-new': {
    sentence: 'The store {path} has schema version {found}, and this Oncue knows versions up to {known}.',
    wayOut: 'Use the newer Oncue that wrote it, or a backup made before the update.',
  },
  'store-unreachable': {
    sentence: 'The store {path} cannot be opened: {reason}.',
    wayOut: 'Check that the folder exists and that this process may read and write there.',
  },
  'store-write-failed': {
    sentence: 'Writing to {path} failed: {reason}; what was to be written was refused as a whole.',
    wayOut: 'Check the disk and the file permissions; the same can be sent again.',
  },
  'unknown-subscriber': {
    sentence: 'There is no subscriber {subscriber}.',
    wayOut: 'Check the number, or name the person by userId.',
  },
  'workspace-new': {
    sentence: 'The workspace in {data} has never been started.',
    wayOut: 'Start Oncue on it once with `oncue start`: that puts its definitions in force.',
  },
  'writer-ended': {
    sentence: 'The writer of the store has ended: {reason}.',
    wayOut: 'Start Oncue again; everything that was answered is in the store.',
  },
} as const satisfies Readonly<Record<string, CatalogueEntry>>

export type ErrorCode = keyof typeof errorCatalogue
export type ErrorDetail = string | number

type Placeholders<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}` ? Name | Placeholders<Rest> : never
type Texts<Code extends ErrorCode> = (typeof errorCatalogue)[Code]['sentence' | 'wayOut']
/** The details that a code's texts ask for. */
export type ErrorDetails<Code extends ErrorCode> = Readonly<Record<Placeholders<Texts<Code>>, ErrorDetail>>

/** An error from the catalogue. `code` and `details` are plain data: they cross threads, and make the same error again on the other side. */
export class OncueError<Code extends ErrorCode = ErrorCode> extends Error {
  override readonly name = 'OncueError'
  readonly code: Code
  readonly details: ErrorDetails<Code>
  /** What the reader can do about it. */
  readonly wayOut: string

  constructor(code: Code, details: ErrorDetails<Code>, cause?: unknown) {
    super(fill(errorCatalogue[code].sentence, details), cause === undefined ? undefined : { cause })
    this.code = code
    this.details = details
    this.wayOut = fill(errorCatalogue[code].wayOut, details)
  }
}

/** True for an error from the catalogue, of this code when one is named. */
export function isOncueError<Code extends ErrorCode = ErrorCode>(error: unknown, code?: Code): error is OncueError<Code> {
  return error instanceof OncueError && (code === undefined || error.code === code)
}

function fill(text: string, details: Readonly<Record<string, ErrorDetail>>): string {
  return text.replaceAll(/\{([^}]+)\}/g, (whole, name: string) => (Object.hasOwn(details, name) ? String(details[name]) : whole))
}
