// Whether an address leads to the machine itself, and so nobody else.

/** An address that is none leads nowhere, which is not here. */
export function isOwnMachine(address: string): boolean {
  const host = URL.canParse(address) ? new URL(address).hostname : ''
  return host === 'localhost' || host === '[::1]' || host.startsWith('127.')
}
