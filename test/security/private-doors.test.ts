// Doors that are for the owner of the machine only, and what reaches them when the server is opened to a network.

import { expect, test } from 'vitest'
import { createMemoryMailbox } from '../api/memory-mailbox.ts'
import { createTestServer, serverKey } from '../api/test-server.ts'
import { startProduct } from '../product/product.ts'

const pages = ['/mailbox', '/mailbox.json', '/mailbox/k', '/mailbox/k/html', '/mailbox/k/message.eml', '/mailbox/changes']

function server(changes = {}) {
  const mailbox = createMemoryMailbox()
  mailbox.add({ key: 'k', to: 'anna@example.com' })
  return createTestServer({ mailbox, exampleKey: serverKey, ...changes }).app
}

test('the mailbox is shown to nobody on another machine, whatever host name they ask for', async () => {
  for (const remoteAddress of ['192.168.1.20', '203.0.113.9', '::ffff:10.0.0.8', 'fe80::1']) {
    for (const host of ['127.0.0.1:4400', '192.168.1.7:4400', 'localhost']) {
      for (const url of pages) {
        const answer = await server().inject({ url, remoteAddress, headers: { host } })
        expect([url, remoteAddress, answer.statusCode]).toEqual([url, remoteAddress, 403])
        expect(answer.body).not.toContain('anna@example.com')
        expect(answer.body).not.toContain(serverKey)
      }
    }
  }
})

test('the mailbox is not shown through a proxy that says for whom it asks', async () => {
  for (const name of ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via']) {
    const answer = await server().inject({ url: '/mailbox.json', headers: { host: 'localhost', [name]: '203.0.113.9' } })
    expect([name, answer.statusCode]).toEqual([name, 403])
  }
})

test('the mailbox is shown on this machine, and to others once the operator says so', async () => {
  for (const remoteAddress of ['127.0.0.1', '127.0.0.2', '::1', '::ffff:127.0.0.1']) {
    expect((await server().inject({ url: '/mailbox.json', remoteAddress, headers: { host: 'localhost' } })).statusCode).toBe(200)
  }
  const open = server({ isMailboxOpen: true })
  expect((await open.inject({ url: '/mailbox.json', remoteAddress: '192.168.1.20', headers: { host: '192.168.1.7' } })).statusCode).toBe(200)
})

test('the write key of the examples is not shown on a mailbox that is open to others', async () => {
  const open = createTestServer({ mailbox: createMemoryMailbox(), exampleKey: serverKey, isMailboxOpen: true }).app
  for (const remoteAddress of ['127.0.0.1', '192.168.1.20']) {
    const answer = await open.inject({ url: '/mailbox', remoteAddress, headers: { host: '192.168.1.7' } })
    expect(answer.statusCode).toBe(200)
    expect(answer.body).not.toContain(serverKey)
  }
})

test('a server that listens beyond this machine says so in its log', async () => {
  const lines: string[] = []
  const { sayWhatIsOpen } = await import('../../src/start/listening.ts')
  const logger = { warn: (about: object, text: string) => void lines.push(`${JSON.stringify(about)} ${text}`) }
  sayWhatIsOpen({ host: '127.0.0.1', openMailbox: false }, logger)
  sayWhatIsOpen({ host: 'localhost', openMailbox: false }, logger)
  sayWhatIsOpen({ host: '::1', openMailbox: false }, logger)
  expect(lines).toEqual([])
  sayWhatIsOpen({ host: '0.0.0.0', openMailbox: false }, logger)
  expect(lines.join('\n')).toMatch(/0\.0\.0\.0.*other machines/s)
  sayWhatIsOpen({ host: '0.0.0.0', openMailbox: true }, logger)
  expect(lines.join('\n')).toContain('mailbox')
})

test('a forwarded address or host in a header changes neither who is asking nor whose rate it is', async () => {
  const product = await startProduct()
  const spoofed = { 'x-forwarded-for': '127.0.0.1', 'x-forwarded-host': 'localhost', 'x-forwarded-proto': 'https' }
  const answer = await fetch(`${product.app.address}/v1/projects/k/settings`, { headers: spoofed })
  expect(await answer.text()).not.toContain('localhost')
  const open = server()
  const limited = await open.inject({ url: '/mailbox.json', remoteAddress: '203.0.113.9', headers: { host: 'localhost', ...spoofed } })
  expect(limited.statusCode).toBe(403)
})
