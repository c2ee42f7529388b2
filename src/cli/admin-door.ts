// Asks the running server something at its admin doors. What it refuses, and why it cannot be reached, becomes one clear line.

import type { Configuration } from '../configuration.ts'
import { knownAdminKey } from '../secrets.ts'
import { CommandFailure } from './command-failure.ts'
import type { Shell } from './shell.ts'

/** The flags of commands that talk to the running server. */
export const adminFlags = {
  server: { type: 'string', description: 'The server (http://127.0.0.1 and PORT)', valueHint: 'address' },
  key: { type: 'string', description: 'An admin key (ONCUE_ADMIN_KEY, or that of the data folder)', valueHint: 'key' },
} as const

export interface AdminDoor {
  readonly shell: Pick<Shell, 'environment'>
  readonly configuration: Configuration
  readonly server: string | undefined
  readonly key: string | undefined
}

/** Posts a body to an admin door and gives back what it answered. */
export async function askAdmin<Result>({ shell, configuration, server, key }: AdminDoor, path: string, body: object): Promise<Result> {
  const address = (server ?? `http://127.0.0.1:${configuration.port}`).replace(/\/$/, '')
  const adminKey = key ?? shell.environment['ONCUE_ADMIN_KEY'] ?? knownAdminKey(configuration)
  if (adminKey === undefined) throw new CommandFailure('there is no admin key', { fix: 'give one with --key or ONCUE_ADMIN_KEY' })
  let response: Response
  try {
    response = await fetch(`${address}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${adminKey}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  } catch {
    throw new CommandFailure(`no server answers at ${address}`, { fix: 'start it with `oncue start`, or name it with --server' })
  }
  const text = await response.text()
  if (response.ok) return JSON.parse(text) as Result
  throw new CommandFailure(`the server answered ${response.status}: ${detailOf(text)}`)
}

function detailOf(text: string): string {
  try {
    const { detail, title } = JSON.parse(text) as { readonly detail?: string; readonly title?: string }
    return detail ?? title ?? text
  } catch {
    return text.slice(0, 200)
  }
}
