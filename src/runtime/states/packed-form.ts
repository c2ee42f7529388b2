// JSON values as bytes, for what is read and written with every event: smaller and faster than msgpack for what subscribers' states are made of,
// which is instants, names that many of them share, and short lists. Whatever JSON can say comes back as it was, to the last character.
// It knows nothing of states. A value begins with one byte:
//
//   00-7f  the numbers 0 to 127              c3  a whole number of 2 bytes            c8  a list of so many values (4 bytes)
//   80-9f  a list of 0 to 31 values          c4  one of 4 bytes                       c9  an object of so many (4 bytes)
//   a0-bf  a text of 0 to 31 characters      c5  one of 6 bytes                       ca  a text of so many characters (4 bytes)
//   c0-c2  null, false, true                 c6  any other number: 8 bytes (IEEE)     cb  one of so many 2-byte characters (4 bytes)
//   d0-df  an object of 0 to 15 values       c7  a list of so many (1 byte) numbers that each take 6 bytes
//
// Numbers have their lowest byte first. Characters take one byte each (Latin-1), in texts with any other character two (UTF-16).

/** The first byte of a value; where a size is part of it, without the size. */
export const tag = {
  list: 0x80,
  text: 0xa0,
  null: 0xc0,
  false: 0xc1,
  true: 0xc2,
  twoBytes: 0xc3,
  fourBytes: 0xc4,
  sixBytes: 0xc5,
  double: 0xc6,
  instants: 0xc7,
  longList: 0xc8,
  longObject: 0xc9,
  longText: 0xca,
  wideText: 0xcb,
  object: 0xd0,
} as const

/** The largest sizes that are part of the first byte. */
export const short = { list: 31, text: 31, object: 15 } as const

/** 2^32: what the higher two of six bytes count. */
export const most32 = 0x1_0000_0000

/** A number and its bytes, for those that are not whole. */
export const double = new Float64Array(1)
export const doubleBytes = new Uint8Array(double.buffer)
