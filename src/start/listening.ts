// Where the server listens: begins to, and says what that means for other machines. It opens no door of its own.

import type { createServer } from '../api/server.ts'
import { isThisMachine } from '../desks/ways-out.ts'
import { OncueError } from '../model/errors.ts'
import type { Logger } from '../runtime/logger.ts'
import type { Configuration } from '../settings/configuration.ts'

/** Begins to listen. Throws an OncueError `cannot-listen` that says where and why not. */
export async function listen(server: ReturnType<typeof createServer>, { host, port }: Configuration): Promise<void> {
  try {
    await server.listen({ host, port })
  } catch (error) {
    const reason = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE' ? 'something else listens there' : String(error)
    throw new OncueError('cannot-listen', { address: `${host}:${port}`, reason }, error)
  }
}

/** An address that a browser on this machine can open: 0.0.0.0 names every network and is none. */
export function reachable(address: string): string {
  return address.replace('//0.0.0.0:', '//127.0.0.1:').replace('//:::', '//[::1]:')
}

/** Warns when the server can be reached from other machines, and of what they can see then. */
export function sayWhatIsOpen({ host, openMailbox }: Pick<Configuration, 'host' | 'openMailbox'>, logger: Pick<Logger, 'warn'>): void {
  if (isThisMachine(host)) return
  const open = openMailbox
    ? 'other machines can send events and read /metrics and every mail in the mailbox'
    : 'other machines can send events and read /metrics'
  logger.warn({ host }, `${open}; put a proxy with TLS before it that lets through only what docs/guides/going-live.md names under "The address"`)
}
