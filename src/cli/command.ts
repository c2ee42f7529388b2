// A command: what it is called, what it takes, what it does. Flags that a command does not know are refused, a flag that
// may stand several times gives all its values.

import { type ArgsDef, type CommandDef, defineCommand, type ParsedArgs } from 'citty'
import { CommandFailure, usageFailure } from './command-failure.ts'
import type { Shell } from './shell.ts'

export interface CommandInput<Args extends ArgsDef> extends Shell {
  readonly args: ParsedArgs<Args>
  /** All values of a flag, in the order given. */
  readonly all: (flag: keyof Args & string) => readonly string[]
}

export interface CommandShape<Args extends ArgsDef> {
  readonly name: string
  readonly summary: string
  readonly args: Args
  /** Resolves with the exit code; nothing means 0. */
  readonly run: (input: CommandInput<Args>) => Promise<number | undefined>
}

// biome-ignore lint/suspicious/noExplicitAny: commands of all argument shapes stand in one table, as citty types them
export type AnyCommand = CommandDef<any>

/** Makes a command of citty's, whose `data` is the shell. */
export function command<const Args extends ArgsDef>({ name, summary, args, run }: CommandShape<Args>): AnyCommand {
  return defineCommand({
    meta: { name, description: summary },
    args,
    run: async (context) => {
      refuseUnknown(context.rawArgs, args)
      const all = (flag: string): readonly string[] => valuesOf(context.rawArgs, flag)
      return run({ ...(context.data as Shell), args: context.args as ParsedArgs<Args>, all }).catch((error: unknown) => {
        throw error instanceof CommandFailure ? withFlags(error, args) : error
      })
    },
  }) as AnyCommand
}

/** A command that only groups others. */
export function commandGroup(name: string, summary: string, subCommands: Record<string, () => Promise<AnyCommand>>): AnyCommand {
  return defineCommand({ meta: { name, description: summary }, subCommands }) as AnyCommand
}

/** The flag that every command that shows something has. */
export const jsonFlag = { json: { type: 'boolean', description: 'Print JSON in the shape that docs/reference/cli.md describes' } } as const

/** Where the workspace is kept, for commands that read it. */
export const dataFlag = { data: { type: 'string', description: 'The data folder (ONCUE_DATA)', valueHint: 'folder' } } as const

function refuseUnknown(rawArgs: readonly string[], args: ArgsDef): void {
  const known = Object.entries(args).flatMap(([name, definition]) => (definition.type === 'positional' ? [] : [name]))
  let positionals = Object.values(args).filter((definition) => definition.type === 'positional').length
  for (let index = 0; index < rawArgs.length; index += 1) {
    const raw = rawArgs[index] ?? ''
    if (raw === '--') return
    if (!raw.startsWith('-') || raw === '-') {
      positionals -= 1
      if (positionals < 0) throw usageFailure(`"${raw}" is one argument too many`)
      continue
    }
    const name = raw.replace(/^-+(?:no-)?/, '').replace(/=.*$/s, '')
    if (!raw.startsWith('--') || !known.includes(name)) throw usageFailure(`there is no flag ${raw.replace(/=.*$/s, '')}`, flagHint(known))
    if (args[name]?.type !== 'string' && args[name]?.type !== 'enum') continue
    if (!raw.includes('=')) index += 1
    if (!raw.includes('=') && index >= rawArgs.length) throw usageFailure(`--${name} needs a value`)
  }
}

/** A door names the part of the body that it has something against; whoever typed a command knows that part as a flag. */
function withFlags({ message, kind, fix }: CommandFailure, args: ArgsDef): CommandFailure {
  const told = message.replaceAll(/the (?:body|query): (\w+)(?=: )/g, (part, field: string) => {
    const flag = field.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
    return args[flag] === undefined || args[flag].type === 'positional' ? part : `--${flag}`
  })
  return new CommandFailure(told, { kind, ...(fix !== undefined && { fix }) })
}

function flagHint(known: readonly string[]): string {
  return known.length === 0 ? 'this command takes none' : `there are: ${known.map((name) => `--${name}`).join(', ')}`
}

function valuesOf(rawArgs: readonly string[], flag: string): string[] {
  return rawArgs.flatMap((raw, index) => {
    if (raw.startsWith(`--${flag}=`)) return [raw.slice(flag.length + 3)]
    const next = rawArgs[index + 1]
    return raw === `--${flag}` && next !== undefined ? [next] : []
  })
}
