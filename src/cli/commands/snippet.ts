// oncue snippet: the lines that a page needs for the browser script, ready to be pasted.

import { knownBrowserKey } from '../../access/secrets.ts'
import { readConfiguration } from '../../settings/configuration.ts'
import { addressOfServer } from '../../settings/running-server.ts'
import { command, dataFlag, jsonFlag } from '../command.ts'
import { CommandFailure } from '../command-failure.ts'
import { printJson } from '../print-json.ts'

export const snippet = command({
  name: 'snippet',
  summary: 'Print the script tag for your pages, with the address and the key filled in',
  args: {
    consent: { type: 'enum', options: ['ask', 'given'], description: 'ask: nothing before the visitor says yes (the default). given: begin at once' },
    pinned: { type: 'boolean', description: 'Name this version with its hash, so that the browser checks every byte' },
    ...dataFlag,
    ...jsonFlag,
  },
  run: async ({ args, terminal, environment }) => {
    const configuration = readConfiguration(environment, args.data === undefined ? {} : { data: args.data })
    const key = knownBrowserKey(configuration)
    if (key === undefined)
      throw new CommandFailure('there is no key for pages yet', { fix: 'start the server once, which makes one, or set ONCUE_BROWSER_KEYS' })
    const address = (configuration.publicUrl ?? addressOfServer(configuration)).replace(/\/$/, '')
    const { fingerprintOf, integrityOf, readSiteScript } = await import('../../site-script/site-script.ts')
    const { script } = await readSiteScript()
    const integrity = integrityOf(script)
    const src = args.pinned === true ? `${address}/oncue.${fingerprintOf(script)}.js` : `${address}/oncue.js`
    const pinned = args.pinned === true ? ` integrity="${integrity}" crossorigin` : ''
    const tag = `<script async src="${src}"${pinned} data-key="${key}" data-consent="${args.consent ?? 'ask'}"></script>`
    const policy = { 'script-src': address, 'connect-src': address, 'img-src': 'https:' }
    if (args.json === true) printJson(terminal, { tag, src, integrity, key, policy })
    else terminal.print(`${tag}\n`)
    return 0
  },
})
