// What a script for developers is told on its command line: its usage for --help, a sentence and the usage for what it does not know, and never a stack.

import { type ParseArgsConfig, parseArgs } from 'node:util'

export interface Asked<Options extends NonNullable<ParseArgsConfig['options']>> {
  /** What --help prints. */
  readonly usage: string
  readonly options: Options
  /** How many words may stand there that are no options. */
  readonly words: number
}

type Read<Options extends NonNullable<ParseArgsConfig['options']>> = ReturnType<typeof parseArgs<{ options: Options; allowPositionals: true }>>

/** Undefined when there is nothing to run: the usage was asked for, or what was asked makes no sense, which the exit code says. */
export function readOptions<Options extends NonNullable<ParseArgsConfig['options']>>({ usage, options, words }: Asked<Options>): Read<Options> | undefined {
  try {
    const read = parseArgs({ options: { ...options, help: { type: 'boolean', short: 'h' } }, allowPositionals: true })
    if ((read.values as { help?: boolean }).help === true) {
      console.log(usage)
      return undefined
    }
    const further = read.positionals[words]
    if (further !== undefined) throw new Error(`"${further}" is one word too many.`)
    return read as unknown as Read<Options>
  } catch (error) {
    const [why = ''] = (error instanceof Error ? error.message : String(error)).split('. To specify')
    return refuse(why, usage)
  }
}

/** A whole number of at least so much; undefined after saying what is wrong. */
export function wholeNumber(name: string, text: string, { least, usage }: { readonly least: number; readonly usage: string }): number | undefined {
  const number = Number(text)
  return text.trim() !== '' && Number.isSafeInteger(number) && number >= least
    ? number
    : refuse(`${name} is a whole number from ${least} on, and not "${text}".`, usage)
}

function refuse(why: string, usage: string): undefined {
  console.error(`${why}\n\n${usage}`)
  process.exitCode = 1
}
