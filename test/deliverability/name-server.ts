// A name server on this machine that speaks DNS over UDP (RFC 1035): it knows a few records, says of other names that there are none, fails where it is told to,
// and keeps silent where it is told to.

import { createSocket } from 'node:dgram'
import type { AddressInfo } from 'node:net'

const types = { A: 1, CNAME: 5, PTR: 12, MX: 15, TXT: 16, AAAA: 28 } as const
const codes = { none: 0, SERVFAIL: 2, NXDOMAIN: 3, REFUSED: 5 } as const

export interface Zone {
  /** Records by name: TXT as the pieces of one record, MX as "10 mail.shop.example". */
  readonly [name: string]:
    | 'silent'
    | 'SERVFAIL'
    | 'REFUSED'
    | { readonly TXT?: readonly (readonly string[])[]; readonly MX?: readonly string[]; readonly A?: readonly string[]; readonly CNAME?: string }
}

export interface NameServer {
  /** 127.0.0.1:port. */
  readonly address: string
  close(): void
}

/** Listens on a free port. */
export async function openNameServer(zone: Zone): Promise<NameServer> {
  const socket = createSocket('udp4')
  socket.on('message', (query, from) => {
    const { name, type, end } = questionOf(query)
    const kind = Object.entries(types).find(([, number]) => number === type)?.[0] as keyof typeof types
    const known = zone[name]
    if (known === 'silent') return
    const { answers, code } = answersTo(zone, name, kind)
    const head = Buffer.alloc(12)
    query.copy(head, 0, 0, 2)
    head.writeUInt16BE(0x8180 | code, 2)
    head.writeUInt16BE(1, 4)
    head.writeUInt16BE(answers.length, 6)
    socket.send(Buffer.concat([head, query.subarray(12, end), ...answers]), from.port, from.address)
  })
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve))
  return { address: `127.0.0.1:${(socket.address() as AddressInfo).port}`, close: () => void socket.close() }
}

function answersTo(zone: Zone, name: string, kind: keyof typeof types): { readonly answers: readonly Buffer[]; readonly code: number } {
  const known = zone[name]
  if (known === undefined) return { answers: [], code: codes.NXDOMAIN }
  if (typeof known === 'string') return { answers: [], code: codes[known as 'SERVFAIL'] }
  if (known.CNAME !== undefined) {
    const further = answersTo(zone, known.CNAME, kind)
    return { answers: [record(name, 'CNAME', nameBytes(known.CNAME)), ...further.answers], code: further.code }
  }
  return { answers: dataOf(known, kind).map((data) => record(name, kind, data)), code: codes.none }
}

function dataOf({ TXT = [], MX = [], A = [] }: Exclude<Zone[string], string>, kind: keyof typeof types): readonly Buffer[] {
  if (kind === 'TXT')
    return TXT.map((pieces) => Buffer.concat(pieces.map((piece) => Buffer.concat([Buffer.from([Buffer.byteLength(piece)]), Buffer.from(piece)]))))
  if (kind === 'MX') return MX.map((one) => Buffer.concat([Buffer.from([0, Number(one.split(' ')[0])]), nameBytes(one.split(' ')[1] ?? '')]))
  return kind === 'A' ? A.map((address) => Buffer.from(address.split('.').map(Number))) : []
}

function record(name: string, kind: keyof typeof types, data: Buffer): Buffer {
  const head = Buffer.alloc(10)
  head.writeUInt16BE(types[kind], 0)
  head.writeUInt16BE(1, 2)
  head.writeUInt32BE(60, 4)
  head.writeUInt16BE(data.length, 8)
  return Buffer.concat([nameBytes(name), head, data])
}

function nameBytes(name: string): Buffer {
  const labels = name === '' ? [] : name.split('.')
  return Buffer.concat([...labels.map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label)])), Buffer.from([0])])
}

function questionOf(query: Buffer): { readonly name: string; readonly type: number; readonly end: number } {
  const labels: string[] = []
  let at = 12
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.subarray(at + 1, at + 1 + length).toString())
    at += length + 1
  }
  return { name: labels.join('.').toLowerCase(), type: query.readUInt16BE(at + 1), end: at + 5 }
}
