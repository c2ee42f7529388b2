// Prepares what the archive keeps of a message before it is handed over: the very bytes, compressed. All messages of a template are compressed
// against what they have in common, which is made from the template alone: nothing of one person stands in the message of another. It keeps
// nothing itself; the writer commits what it makes before the message leaves.

import { createHash } from 'node:crypto'
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { archiveRule, type Kept } from '../../model/archive.ts'
import type { ArchiveDictionary, ArchivedMessage, Purpose } from '../../model/archived-message.ts'
import type { Template, Workspace } from '../../model/definitions.ts'
import type { Effect } from '../../model/effect.ts'
import { limits } from '../../model/limits.ts'
import { searchWords } from '../../model/search-words.ts'
import type { Channel, EmailMessage, OutgoingMessage } from '../channel.ts'
import type { Store } from '../store.ts'
import { RecentlyUsed } from '../writing/recently-used.ts'

/** A tenth of a millisecond for a mail; handing it to another thread would cost several times that. */
const params = { [constants.ZSTD_c_compressionLevel]: 3 }

/** What is committed before a message is handed over. */
export interface KeptMessage {
  /** Where its links lead (src/runtime/sending/link-map.ts). */
  readonly links?: string
  readonly archived?: ArchivedMessage
  readonly dictionary?: ArchiveDictionary
}

export interface ToArchive {
  readonly message: OutgoingMessage
  readonly effect: Effect
  readonly at: number
  readonly workspace: Workspace
  /** What a mail was made from. */
  readonly template?: Template | undefined
  readonly channel: Channel
}

/** The bytes of the message where its channel has a form of its own, and what is kept of it. */
export interface ReadyForArchive {
  readonly laid: Uint8Array | undefined
  readonly kept: Pick<KeptMessage, 'archived' | 'dictionary'>
}

const longestSubject = 998
/** Templates whose dictionaries are at hand. */
const rememberedDictionaries = 200

export class Archivist {
  /** By template as it is in force, then by sender: hashing a whole page costs more than finding its dictionary. */
  readonly #hashes = new WeakMap<Template, Map<string, string>>()
  readonly #dictionaries = new RecentlyUsed<string, ArchiveDictionary & { readonly plain: Uint8Array }>(rememberedDictionaries)

  async prepare(request: ToArchive): Promise<ReadyForArchive> {
    const { message, effect, workspace, template, channel } = request
    const laid = await channel.layOut?.(message)
    const rule = archiveRule(workspace, template)
    // What its channel cannot lay out it will refuse: there is nothing to keep.
    if (rule.keep === 'none' || (laid === undefined && channel.layOut !== undefined)) return { laid, kept: {} }
    const dictionary = message.kind === 'email' && rule.keep === 'whole' ? await this.#dictionaryOf(message, request) : undefined
    const whole = laid ?? Buffer.from(JSON.stringify(withoutSecrets(message)))
    const bytes = rule.keep === 'whole' ? whole : outsideOf(message, whole)
    const content = compress(bytes, dictionary?.plain)
    const archived: ArchivedMessage = {
      key: effect.key,
      at: request.at,
      purpose: purposeOf(effect, transactionalTopics(workspace)),
      ...aboutMessage(message, rule.keep),
      form: laid === undefined ? 'json' : 'mail',
      kept: rule.keep === 'whole' ? 'whole' : 'without body',
      bytes: whole.length,
      content,
      dictionary: dictionary?.hash,
    }
    return { laid, kept: { archived, ...(dictionary && { dictionary: { hash: dictionary.hash, content: dictionary.content } }) } }
  }

  /** The template as it is written, laid out as a mail: what stands around the person's own words. */
  async #dictionaryOf(message: EmailMessage, { template, channel }: ToArchive): Promise<(ArchiveDictionary & { readonly plain: Uint8Array }) | undefined> {
    if (template === undefined || template.html.length > limits.archiveDictionaryCharacters) return undefined
    const hash = this.#hashOf(message.from, template)
    const known = this.#dictionaries.get(hash)
    if (known !== undefined) return known
    const { from } = message
    const text = template.text ?? template.html.replace(/<style[\s\S]*?<\/style>|<[^>]*>/g, '\n')
    const common: EmailMessage = {
      ...{ kind: 'email', key: 'dictionary', from, to: from.address, subject: template.subject, html: template.html, text },
      ...{ messageId: `<dictionary@${from.address.split('@').at(-1)}>`, date: 0 },
    }
    const plain = channel.layOut === undefined ? Buffer.from(JSON.stringify(common)) : await channel.layOut(common)
    if (plain === undefined) return undefined
    const made = { hash, plain, content: compress(plain) }
    this.#dictionaries.set(hash, made)
    return made
  }

  #hashOf(from: EmailMessage['from'], template: Template): string {
    const sender = JSON.stringify(from)
    const hashes = this.#hashes.get(template) ?? new Map<string, string>()
    const known = hashes.get(sender)
    if (known !== undefined) return known
    const whole = createHash('sha256').update(JSON.stringify([from, template.subject, template.html, template.text]))
    const hash = whole.digest('base64url').slice(0, 22)
    this.#hashes.set(template, hashes.set(sender, hash))
    return hash
  }
}

/**
 * The bytes, compressed, and nothing else in their memory: what zlib gives out is a piece of 64 KB, all of which would cross to the writer's thread. The
 * compressor is told how much comes, so it makes tables for a mail and not for megabytes, which took as long as compressing it.
 */
function compress(bytes: Uint8Array, dictionary?: Uint8Array): Uint8Array {
  return new Uint8Array(zstdCompressSync(bytes, { params, pledgedSrcSize: bytes.length, ...(dictionary && { dictionary }) }))
}

/** What the archive keeps of a message, opened. */
export async function openArchived(store: Pick<Store, 'archiveDictionary'>, { content, dictionary }: ArchivedMessage): Promise<Buffer> {
  if (dictionary === undefined) return zstdDecompressSync(content)
  const packed = await store.archiveDictionary(dictionary)
  if (packed === undefined) throw new Error(`the dictionary ${dictionary} of the archive is missing`)
  return zstdDecompressSync(content, { dictionary: zstdDecompressSync(packed) })
}

/** Whether people must get a message: it has no topic that they could refuse. */
export function purposeOf(effect: Partial<Effect>, transactional: ReadonlySet<string>): Purpose {
  const topic = 'topic' in effect ? effect.topic : undefined
  return topic === undefined || transactional.has(topic) ? 'transactional' : 'advertising'
}

function transactionalTopics({ topics = [] }: Workspace): ReadonlySet<string> {
  return new Set(topics.flatMap(({ topic, transactional }) => (transactional === true ? [topic] : [])))
}

function aboutMessage(message: OutgoingMessage, keep: Kept): Pick<ArchivedMessage, 'address' | 'subject' | 'words'> {
  const about = (address: string, text: string) => {
    const subject = text.slice(0, longestSubject).toWellFormed()
    return { address: address.trim().toLowerCase(), subject, words: searchWords(subject) }
  }
  switch (message.kind) {
    case 'email':
      return about(message.to, message.subject)
    case 'sms':
      // Of a text message the text is the body.
      return about(message.to, keep === 'whole' ? message.text : '')
    case 'popup':
      return about('', message.title)
    case 'webhook':
      return about(URL.canParse(message.url) ? new URL(message.url).host : '', `${message.method} ${message.url.split(/[?#]/)[0]}`)
  }
}

/** Headers by which a webhook shows who calls. */
const secretHeader = /authoriz|cookie|token|secret|signature|password|api-?key/i

function withoutSecrets(message: OutgoingMessage): OutgoingMessage {
  if (message.kind !== 'webhook') return message
  const headers = Object.entries(message.headers).map(([name, value]) => [name, secretHeader.test(name) ? '(not kept)' : value] as const)
  return { ...message, headers: Object.fromEntries(headers) }
}

/** What stands around the body: the headers of a mail, and what is no text on another channel. */
function outsideOf(message: OutgoingMessage, whole: Uint8Array): Uint8Array {
  switch (message.kind) {
    case 'email': {
      const end = Buffer.from(whole).indexOf('\r\n\r\n')
      if (end !== -1) return whole.subarray(0, end + 4)
      const { html: _, text: __, unsubscribeUrl: ___, ...outside } = message
      return Buffer.from(JSON.stringify(outside))
    }
    case 'webhook': {
      const { body: _, ...outside } = withoutSecrets(message) as typeof message
      return Buffer.from(JSON.stringify(outside))
    }
    case 'sms': {
      const { text: _, ...outside } = message
      return Buffer.from(JSON.stringify(outside))
    }
    case 'popup': {
      const { text: _, button: __, image: ___, ...outside } = message
      return Buffer.from(JSON.stringify(outside))
    }
  }
}
