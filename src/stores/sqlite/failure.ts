// Turns what SQLite reports into the catalogue's errors. What is our own mistake (a constraint, a wrong statement) is
// passed on as it is, so that it is found.

import { OncueError } from '../../model/errors.ts'

const primary = { busy: 5, locked: 6, readOnly: 8, ioError: 10, corrupt: 11, full: 13, cannotOpen: 14, notADatabase: 26 } as const
/** The wal-index could not grow: on a full disk this comes before the write that would have said so. */
const sharedMemoryTooSmall = 4874

/** The catalogue's error for a failure of SQLite; any other error unchanged. */
export function toOncueError(error: unknown, path: string): unknown {
  if (!isSqliteError(error)) return error
  const reason = error.errstr
  if (error.errcode === sharedMemoryTooSmall) return new OncueError('store-full', { path }, error)
  switch (error.errcode & 0xff) {
    case primary.full:
      return new OncueError('store-full', { path }, error)
    case primary.corrupt:
    case primary.notADatabase:
      return new OncueError('store-damaged', { path, reason }, error)
    case primary.cannotOpen:
      return new OncueError('store-unreachable', { path, reason }, error)
    case primary.ioError:
    case primary.readOnly:
    case primary.busy:
    case primary.locked:
      return new OncueError('store-write-failed', { path, reason }, error)
    default:
      return error
  }
}

/** True when SQLite says that somebody else holds the lock. */
export function isBusy(error: unknown): boolean {
  return isSqliteError(error) && (error.errcode & 0xff) === primary.busy
}

interface SqliteError extends Error {
  readonly errcode: number
  readonly errstr: string
}

function isSqliteError(error: unknown): error is SqliteError {
  return error instanceof Error && 'code' in error && error.code === 'ERR_SQLITE_ERROR' && 'errcode' in error
}
