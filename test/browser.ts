// The browser in which tests look at pages: the system's Chromium. Its shell without windows is taken where it is installed: it starts sooner and takes
// about a fifth less processor time for the same pages.

import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

const known = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium']

/** Starts it. `CHROMIUM_PATH` names another. */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = process.env['CHROMIUM_PATH'] ?? known.find((path) => existsSync(path))
  if (executablePath === undefined)
    throw new Error(`No Chromium at ${known.join(' or ')}. Install it (apt-get install chromium-headless-shell), or name yours in CHROMIUM_PATH.`)
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--headless', '--disable-gpu', '--disable-background-networking'] })
}
