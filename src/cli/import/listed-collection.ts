// A collection as the admin doors list it, and the definition that its rows are checked against before they are sent.

import { type Collection, type ItemType, ownAttributes } from '../../model/catalogue.ts'
import type { JsonObject } from '../../model/json.ts'
import type { AdminSession } from '../admin-door.ts'
import { CommandFailure } from '../command-failure.ts'

export interface ListedCollection {
  readonly collection: string
  readonly items: number
  readonly attributes: readonly { readonly attribute: string; readonly type: ItemType; readonly find: boolean; readonly required: boolean }[]
  readonly feed: JsonObject | null
}

/** The collection of this name that is in force, or a failure that names those there are. */
export async function collectionNamed(session: AdminSession, name: string): Promise<ListedCollection & { readonly definition: Collection }> {
  const { collections } = await session.ask<{ collections: ListedCollection[] }>({ method: 'GET', path: '/admin/v1/catalogue' })
  const found = collections.find(({ collection }) => collection === name)
  if (found === undefined) {
    const names = collections.map(({ collection }) => collection).join(', ')
    const fix = names === '' ? 'declare one in the definitions folder: a file with `collection: NAME`' : `there are: ${names}`
    throw new CommandFailure(`there is no collection "${name}"`, { fix })
  }
  const declared = found.attributes.filter(({ attribute }) => !Object.hasOwn(ownAttributes, attribute))
  const attributes = declared.map(({ attribute, type, find, required }) => {
    return [attribute, { type, ...(find ? { find: true as const } : {}), ...(required ? { required: true as const } : {}) }] as const
  })
  return { ...found, definition: { collection: name, attributes: Object.fromEntries(attributes) } }
}
