// Finds the command that was asked for and runs it. Whatever fails becomes one clear line on standard error and an exit
// code; a stack trace is for our own mistakes only.

import { stripVTControlCharacters } from 'node:util'
import { renderUsage, runCommand } from 'citty'
import { nearestName } from '../authoring/nearest-name.ts'
import { ImportFailure } from '../imports/import-failure.ts'
import { OncueError } from '../model/errors.ts'
import type { AnyCommand } from './command.ts'
import { CommandFailure, exitCodes, usageFailure } from './command-failure.ts'
import { commands } from './commands.ts'
import { fitHelp } from './fit-help.ts'
import type { Shell } from './shell.ts'
import { printable } from './table.ts'

/** Runs `oncue ...words` and resolves with the exit code. */
export async function runCommandLine({ words, version, shell }: { readonly words: readonly string[]; readonly version: string; readonly shell: Shell }) {
  const { terminal } = shell
  if (words[0] === '--version' || words[0] === '-v') {
    terminal.print(`${version}\n`)
    return 0
  }
  try {
    const found = await findCommand(words)
    const wantsHelp = words.includes('--help') || words.includes('-h') || words[0] === 'help'
    if (wantsHelp || found.isGroup) {
      const usage = fitHelp(await usageOf(found), terminal.columns)
      terminal.print(`${terminal.hasColor ? usage : stripVTControlCharacters(usage)}\n`)
      return wantsHelp ? 0 : exitCodes.usage
    }
    const { result } = await runCommand(found.command, { rawArgs: [...found.rest], data: shell })
    return typeof result === 'number' ? result : 0
  } catch (error) {
    return reportFailure(error, shell)
  }
}

interface FoundCommand {
  readonly command: AnyCommand
  readonly path: readonly string[]
  readonly rest: readonly string[]
  readonly isGroup: boolean
}

async function findCommand(words: readonly string[]): Promise<FoundCommand> {
  let command: AnyCommand = commands
  let rest = words[0] === 'help' ? words.slice(1) : words
  const path: string[] = []
  while (command.subCommands !== undefined) {
    const subCommands = command.subCommands as Record<string, () => Promise<AnyCommand>>
    const [name] = rest
    if (name === undefined || name.startsWith('-')) return { command, path, rest, isGroup: true }
    const next = Object.hasOwn(subCommands, name) ? subCommands[name] : undefined
    if (next === undefined) throw unknownCommand([...path, name], Object.keys(subCommands))
    command = await next()
    path.push(name)
    rest = rest.slice(1)
  }
  return { command, path, rest, isGroup: false }
}

function unknownCommand(path: readonly string[], known: readonly string[]): CommandFailure {
  const nearest = nearestName(path.at(-1) ?? '', known)
  return usageFailure(`there is no command "${path.join(' ')}"`, nearest === undefined ? `there are: ${known.join(', ')}` : `did you mean "${nearest}"?`)
}

async function usageOf({ command, path }: FoundCommand): Promise<string> {
  const parent = ['oncue', ...path.slice(0, -1)].join(' ')
  return path.length === 0 ? renderUsage(command) : renderUsage(command, { meta: { name: parent } })
}

function reportFailure(error: unknown, { terminal, environment, interrupted }: Shell): number {
  const say = (message: string, fix?: string): void => terminal.report(failureLine(message, fix))
  if (error instanceof CommandFailure || error instanceof ImportFailure) {
    say(error.message, error.fix)
    return exitCodes[error.kind]
  }
  if (interrupted.aborted) {
    say('interrupted')
    return exitCodes.interrupted
  }
  if (error instanceof OncueError) {
    say(error.message.replace(/\.$/, ''), lowerFirst(error.wayOut))
    return exitCodes.failed
  }
  if (error instanceof Error && error.name === 'CLIError') {
    say(lowerFirst(stripVTControlCharacters(error.message)), 'add --help to see what the command takes')
    return exitCodes.usage
  }
  say(error instanceof Error ? error.message : String(error), environment['ONCUE_DEBUG'] === undefined ? 'set ONCUE_DEBUG=1 to see where' : undefined)
  if (environment['ONCUE_DEBUG'] !== undefined && error instanceof Error) terminal.report(`${error.stack}\n`)
  return exitCodes.failed
}

/** The one line on standard error. A server's answer or a stranger's event may stand in it, so a terminal finds nothing in it to obey. */
export function failureLine(message: string, fix?: string): string {
  return fix === undefined ? `oncue: ${oneLine(message)}\n` : `oncue: ${oneLine(message).replace(/\.$/, '')}; ${oneLine(fix)}\n`
}

function oneLine(text: string): string {
  return printable(text.replaceAll(/\s*\n\s*/g, ' '))
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}
