// Makes a fresh clone ready before a script runs: installs the packages when node_modules does not match package-lock.json.
// It runs under whatever Node the machine has (18 or newer) and uses no package; afterwards npm finds Node 24 in node_modules/.bin.
// It never changes package-lock.json and never starts anything.
//
//   node scripts/ensure.mjs           what `npm start` needs
//   node scripts/ensure.mjs develop   what tests and checks need as well

import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const purpose = process.argv[2] === 'develop' ? 'develop' : 'run'

const reason = whyInstall()
if (reason !== undefined) install(reason)

/** Why node_modules cannot be used as it is; undefined when it can. */
function whyInstall() {
  const wanted = readLock(join(root, 'package-lock.json'))
  if (wanted === undefined) fail('package-lock.json is missing or unreadable.', 'Restore it: git checkout package-lock.json')
  const installed = readLock(join(root, 'node_modules', '.package-lock.json'))
  if (installed === undefined) return 'first start'
  // Versions are compared, not file dates: a checkout gives files new dates, and an install by hand writes the lock last.
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === '' || (entry.dev && purpose === 'run')) continue
    const found = installed[path]
    if (found === undefined && entry.optional) continue
    if (found === undefined || found.version !== entry.version) return 'package-lock.json has changed'
  }
  if (!existsSync(join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node'))) return 'Node 24 is missing'
  return undefined
}

/** The packages that a lock file lists, by path. */
function readLock(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages
  } catch {
    return undefined
  }
}

function install(why) {
  const startedAt = performance.now()
  say(`Installing packages into node_modules (${why}; about half a minute) ...`)
  const options = ['ci', '--loglevel=error', '--no-fund', '--no-audit', '--no-progress']
  if (purpose === 'develop') options.push('--include=dev')
  // npm says where it is itself when it runs a script; otherwise it is looked up in PATH.
  const npm = process.env.npm_execpath
  const result = npm?.endsWith('.js')
    ? spawnSync(process.execPath, [npm, ...options], { cwd: root, encoding: 'utf8' })
    : spawnSync('npm', options, { cwd: root, encoding: 'utf8', shell: process.platform === 'win32' })
  if (result.status !== 0) {
    process.stderr.write(`${result.stdout ?? ''}${result.stderr ?? ''}`)
    fail(
      result.error === undefined ? `npm ci failed with code ${result.status ?? result.signal}.` : `npm could not be run: ${result.error.message}`,
      'Look at the lines above. Usual causes: no way to the package registry, no space left, or an npm older than 9.',
    )
  }
  const left = whyInstall()
  if (left === 'Node 24 is missing') {
    fail(
      'npm ci has run, but the package "node" has not brought Node 24 with it.',
      'Its install script must be allowed: npm config set ignore-scripts false, then try again. With Node 24 installed on the machine, run: node bin/oncue.mjs start',
    )
  }
  if (left !== undefined) fail(`npm ci has run, but still: ${left}.`, 'Remove node_modules and try again.')
  say(`Installed in ${Math.round((performance.now() - startedAt) / 1000)} s.`)
}

/** Standard error, so that the output of a command stays its own (`npm run oncue -- messages --json`). */
function say(line) {
  process.stderr.write(`oncue: ${line}\n`)
}

function fail(what, wayOut) {
  say(what)
  say(wayOut)
  process.exit(1)
}
