// What an address is, for mail that leaves. One plain addr-spec and nothing else: no list, no name, no comment, no route, no line
// break; data that holds more than that could otherwise choose the recipient.

import { domainToASCII } from 'node:url'

const localPart = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/
const label = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/

/** The address as a mail server takes it, an international domain in its ASCII form; undefined when the text is not one address. */
export function mailAddress(text: string): string | undefined {
  const at = text.lastIndexOf('@')
  const local = text.slice(0, at)
  if (at < 1 || local.length > 64 || !localPart.test(local)) return undefined
  const domain = asciiDomain(text.slice(at + 1))
  if (domain === undefined) return undefined
  const address = `${local}@${domain}`
  return address.length <= 254 ? address : undefined
}

function asciiDomain(text: string): string | undefined {
  // The conversion would drop or reinterpret these instead of refusing them.
  if (!/^[\p{L}\p{M}\p{N}.-]+$/u.test(text)) return undefined
  const domain = domainToASCII(text)
  const labels = domain.split('.')
  // A last label of digits would be an IP address.
  if (!labels.every((part) => label.test(part)) || /^\d+$/.test(labels.at(-1) ?? '')) return undefined
  return domain
}
