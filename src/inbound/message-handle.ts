// The handle of a message: a short name that it carries where mail systems send it back, in its return path and its Message-ID. Only this
// server can make one or read one; it tells nothing about anybody, and it survives whatever changes the case of letters.

import { createCipheriv, createDecipheriv, createHash, hkdfSync } from 'node:crypto'

export interface MessageHandles {
  /** 26 letters and digits: always the same for the same message. */
  handleOf(message: { readonly subscriber: number; readonly effect: string }): string
  /** Whose message it is and how to recognize it; undefined for anything that was not made here. */
  read(handle: string): { readonly subscriber: number; readonly isOf: (effect: string) => boolean } | undefined
}

const subscriberBytes = 6
const effectBytes = 5
const proofBytes = 5
const letters = 'abcdefghijklmnopqrstuvwxyz234567'

/** One block of a cipher under a key of its own: whoever does not have the key finds a block with the right proof once in 2^40 tries. */
export function createMessageHandles(secret: string): MessageHandles {
  const key = Buffer.from(hkdfSync('sha256', secret, 'oncue messages', 'handle', 16))
  return {
    handleOf({ subscriber, effect }) {
      const block = Buffer.alloc(subscriberBytes + effectBytes + proofBytes)
      block.writeUIntBE(subscriber, 0, subscriberBytes)
      digestOf(effect).copy(block, subscriberBytes)
      const cipher = createCipheriv('aes-128-ecb', key, null).setAutoPadding(false)
      return toLetters(Buffer.concat([cipher.update(block), cipher.final()]))
    },
    read(handle) {
      const sealed = fromLetters(handle.toLowerCase())
      if (sealed === undefined) return undefined
      const decipher = createDecipheriv('aes-128-ecb', key, null).setAutoPadding(false)
      const block = Buffer.concat([decipher.update(sealed), decipher.final()])
      if (block.subarray(subscriberBytes + effectBytes).some((byte) => byte !== 0)) return undefined
      const digest = block.subarray(subscriberBytes, subscriberBytes + effectBytes)
      return { subscriber: block.readUIntBE(0, subscriberBytes), isOf: (effect) => digestOf(effect).equals(digest) }
    },
  }
}

/** Everything in a text that looks like a handle. */
export function handlesIn(text: string): string[] {
  return [...text.matchAll(/(?<![a-z0-9])[a-z2-7]{26}(?![a-z0-9])/gi)].map(([handle]) => handle.toLowerCase())
}

function digestOf(effect: string): Buffer {
  return createHash('sha256').update(effect).digest().subarray(0, effectBytes)
}

function toLetters(bytes: Buffer): string {
  let bits = BigInt(`0x${bytes.toString('hex')}`) << 2n
  let text = ''
  for (let index = 0; index < 26; index += 1) {
    text = letters[Number(bits & 31n)] + text
    bits >>= 5n
  }
  return text
}

function fromLetters(text: string): Buffer | undefined {
  if (!/^[a-z2-7]{26}$/.test(text)) return undefined
  let bits = 0n
  for (const letter of text) bits = (bits << 5n) | BigInt(letters.indexOf(letter))
  if ((bits & 3n) !== 0n) return undefined
  return Buffer.from((bits >> 2n).toString(16).padStart(32, '0'), 'hex')
}
