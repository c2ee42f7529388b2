// States as bytes. Half of a state are its memories and its watched conditions: they are written straight from the engine's own tables, and read
// straight into them. What is left is the engine's array-shaped form (engine/stored-state.ts), as packed JSON. All of it can be read by itself,
// with no shared dictionary that could be lost.
//
//   2 · number of memories (4 bytes), for each its id (4) and its content (packed JSON)
//     · number of watches (4), for each its id (4) and 6 bytes: when it changes, doubled, and one more when it holds
//     · the rest (packed JSON)
//
// Form 1 was the whole array-shaped form in msgpack; it begins with a byte of 0x90 or more. It is read, and never written any more.

import { Unpackr } from 'msgpackr/unpack'
import { areFewNumbers, MemoryTable, mostNumbers, stride } from '../../engine/memories/memory-table.ts'
import type { MemoryState, SubscriberState } from '../../engine/state.ts'
import { WatchTable } from '../../engine/watch-table.ts'
import type { Json } from '../../model/json.ts'
import type { Engine } from '../engine.ts'
import { PackedReader } from './packed-reader.ts'
import { PackedWriter } from './packed-writer.ts'

const form = 2
const leastOfFormOne = 0x90
/** Stands for Infinity. */
const never = 2 ** 47 - 1
/** Stands for any number that 47 bits have no room for; it follows as packed JSON. */
const other = 2 ** 47 - 2

const formOne = new Unpackr({ useRecords: false, structuredClone: false, int64AsType: 'number', variableMapSize: true })
const writer = new PackedWriter()

/** The state as it is stored. */
export function packState(engine: Engine, state: SubscriberState): Uint8Array {
  writer.reset()
  writer.byte(form)
  writeMemories(state.memories)
  writeWatches(state.watches.rows)
  engine.writeWithoutTables(state, writer)
  return writer.take()
}

/** The state as it was stored. Throws on anything that `packState` did not write, now or ever. */
export function unpackState(engine: Engine, packed: Uint8Array): SubscriberState {
  if ((packed[0] as number) >= leastOfFormOne) return engine.parseState(formOne.unpack(packed) as Json)
  const reader = readerOf(packed)
  const memories = readMemories(reader)
  const watches = readWatches(reader)
  const state = engine.readWithTables(reader, { memories, watches })
  reader.end()
  return state
}

/** Memories of one subscriber that were made beforehand, in the order of their filling; null where one is empty. */
export function packMemories(memories: readonly (MemoryState | undefined)[]): Uint8Array {
  writer.reset()
  writer.byte(form)
  writer.value(memories.map((memory) => memory ?? null))
  return writer.take()
}

/** The memories as they were packed. */
export function unpackMemories(packed: Uint8Array): (MemoryState | undefined)[] {
  return (readerOf(packed).value() as (MemoryState | null)[]).map((memory) => memory ?? undefined)
}

function readerOf(packed: Uint8Array): PackedReader {
  const reader = new PackedReader(packed)
  const found = reader.byte()
  if (found !== form) throw new Error(`A subscriber is stored in packed form ${found}, and this Oncue reads forms 1 and ${form}.`)
  return reader
}

function writeMemories({ rows, numbers }: MemoryTable): void {
  writer.word(rows.length / stride)
  let from = 0
  for (let place = 0; place < rows.length; place += stride) {
    const content = rows[place + 1] as number | MemoryState
    writer.word(rows[place] as number)
    if (typeof content !== 'number') writer.value(content)
    else {
      writer.part(numbers, from, from + content)
      from += content
    }
  }
}

// The tables are read into lists that are used again, and copied from there: one that grows while it is read leaves its smaller selves behind.
const memoryRows: (number | MemoryState)[] = []
const memoryNumbers: number[] = []
const watchRows: number[] = []

function readMemories(reader: PackedReader): MemoryTable {
  const length = stride * reader.count()
  let numbers = 0
  for (let place = 0; place < length; place += stride) {
    memoryRows[place] = reader.word() | 0
    const read = reader.instantsInto(memoryNumbers, numbers, mostNumbers)
    if (read > 0) {
      memoryRows[place + 1] = read
      numbers += read
      continue
    }
    const memory = reader.value() as MemoryState
    memoryRows[place + 1] = areFewNumbers(memory) ? memory.length : memory
    if (areFewNumbers(memory)) for (const one of memory) memoryNumbers[numbers++] = one
  }
  return new MemoryTable(memoryRows.slice(0, length), memoryNumbers.slice(0, numbers))
}

function writeWatches(rows: readonly number[]): void {
  writer.word(rows.length / 3)
  for (let place = 0; place < rows.length; place += 3) {
    const until = rows[place + 2] as number
    writer.word(rows[place] as number)
    const code = until === Number.POSITIVE_INFINITY ? never : until >= 0 && until < other && Math.floor(until) === until ? until : other
    writer.instant(2 * code + (rows[place + 1] as number))
    if (code === other) writer.value(until)
  }
}

function readWatches(reader: PackedReader): WatchTable {
  const length = 3 * reader.count()
  for (let place = 0; place < length; place += 3) {
    const id = reader.word()
    const coded = reader.instant()
    const code = Math.floor(coded / 2)
    const holds = coded - 2 * code
    watchRows[place] = id
    watchRows[place + 1] = holds
    watchRows[place + 2] = code < other ? code : code === never ? Number.POSITIVE_INFINITY : (reader.value() as number)
  }
  return new WatchTable(watchRows.slice(0, length))
}
