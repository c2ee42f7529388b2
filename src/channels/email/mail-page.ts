// Bytes of a mail while it is written, one piece after the other, into memory that the next mail uses again: a mail of its own for every person would leave
// three times its size as garbage. Whoever writes a mail does so in one go, without waiting for anything in between.

/** More is not kept between mails; most are a few dozen KB. */
const keptBytes = 512 * 1024
const bytesPerUnit = 2

export class MailPage {
  /** How much was written. */
  length = 0
  #bytes = Buffer.allocUnsafeSlow(64 * 1024)
  #input = Buffer.allocUnsafeSlow(64 * 1024)

  /** Forgets what was written. */
  clear(): void {
    this.length = 0
    if (this.#bytes.length > keptBytes) this.#bytes = Buffer.allocUnsafeSlow(keptBytes)
    if (this.#input.length > keptBytes) this.#input = Buffer.allocUnsafeSlow(keptBytes)
  }

  /** Text of ASCII; what is not is written byte for byte as Latin 1. */
  write(text: string): void {
    this.room(text.length).write(text, this.length, 'latin1')
    this.length += text.length
  }

  /** The UTF-16 units of a text, until the next one is asked for: a copy of its memory, or nearly. */
  unitsOf(text: string): Uint16Array {
    const bytes = text.length * bytesPerUnit
    if (this.#input.length < bytes) this.#input = Buffer.allocUnsafeSlow(bytes)
    this.#input.write(text, 0, 'utf16le')
    return new Uint16Array(this.#input.buffer, 0, text.length)
  }

  /** The memory that is written to from `length` on, with room for so many bytes more. */
  room(bytes: number): Buffer {
    const needed = this.length + bytes
    if (this.#bytes.length >= needed) return this.#bytes
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, 2 * this.#bytes.length))
    this.#bytes.copy(larger, 0, 0, this.length)
    this.#bytes = larger
    return larger
  }

  /** What was written, as a text of Latin 1. */
  text(): string {
    return this.#bytes.toString('latin1', 0, this.length)
  }

  /** What was written, as bytes of their own. */
  copy(): Buffer {
    const mail = Buffer.allocUnsafeSlow(this.length)
    this.#bytes.copy(mail, 0, 0, this.length)
    return mail
  }
}
