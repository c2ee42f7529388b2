// Every way into the private network that we know of, written, resolved, redirected and rebound, against the address guard.

import { request } from 'undici'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { AddressRefused, createAddressGuard } from '../../src/channels/webhook/address-guard.ts'
import { type HttpReceiver, startHttpReceiver } from './http-receiver.ts'
import { inside } from './ways-inside.ts'

let receiver: HttpReceiver
beforeAll(async () => {
  receiver = await startHttpReceiver((response) => response.end('secret'))
})
afterAll(() => receiver.close())

const otherwise = [
  ['file:///etc/passwd', /scheme is file:/],
  ['ftp://example.com/', /scheme is ftp:/],
  ['gopher://example.com/', /scheme/],
  ['javascript:alert(1)', /scheme/],
  ['//example.com/', /not a URL/],
  ['', /not a URL/],
  ['http://user:secret@example.com/', /user name or a password/],
  ['https://example.com:25/', /port 25 is not among 80, 443, 8080, 8443/],
  ['https://example.com:6379/', /port 6379/],
] as const

const guard = createAddressGuard()

describe('an address is judged as it is written', () => {
  test.each(inside)('%s is refused', (url) => {
    expect(guard.problem(url)).toMatch(/is not a public address|is a name of this machine/)
  })

  test.each(otherwise)('%s is refused', (url, problem) => {
    expect(guard.problem(url)).toMatch(problem)
  })

  test.each(['https://example.com/hook?x=1', 'http://93.184.215.14/', 'https://[2606:2800:21f:cb07::1]/', 'https://example.com:8443/'])('%s is not', (url) => {
    expect(guard.problem(url)).toBeUndefined()
  })
})

describe('an address is judged when it is connected to', () => {
  test.each(inside)('a request for %s does not leave', async (url) => {
    const dispatcher = await guard.dispatcher().get()
    await expect(request(url, { dispatcher })).rejects.toThrow(AddressRefused)
    await dispatcher.close()
  })

  test.each([
    ['a private address', [{ address: '127.0.0.1', family: 4 }]],
    ['a private address in IPv6 clothes', [{ address: '::ffff:127.0.0.1', family: 6 }]],
    [
      'a public and a private address',
      [
        { address: '93.184.215.14', family: 4 },
        { address: '10.0.0.1', family: 4 },
      ],
    ],
  ])('a name that leads to %s is refused', async (_, addresses) => {
    const dispatcher = await createAddressGuard({ resolve: async () => addresses })
      .dispatcher()
      .get()
    await expect(request('http://hooks.example.com/', { dispatcher })).rejects.toThrow(/hooks\.example\.com leads to/)
    await dispatcher.close()
    expect(receiver.calls).toEqual([])
  })

  test('a name that changes its answer is connected to only where it was judged', async () => {
    // 127.0.0.2 stands for a public address, 127.0.0.1 for one inside.
    const outside = await startHttpReceiver(undefined, '127.0.0.2', receiver.port)
    const answers = ['127.0.0.2', '127.0.0.1', '127.0.0.2', '127.0.0.1']
    const rebinding = createAddressGuard({ allow: ['127.0.0.2/32'], resolve: async () => [{ address: answers.shift() ?? '127.0.0.1', family: 4 }] })
    const outcomes: string[] = []
    for (let attempt = 0; attempt < 4; attempt += 1) {
      const dispatcher = await rebinding.dispatcher().get()
      const response = await request(`http://rebind.example.com:${receiver.port}/`, { dispatcher }).catch((error: Error) => error)
      outcomes.push(response instanceof Error ? response.name : String(response.statusCode))
      if (!(response instanceof Error)) await response.body.dump()
      await dispatcher.close()
    }
    expect(outcomes).toEqual(['204', 'AddressRefused', '204', 'AddressRefused'])
    expect(answers).toEqual([])
    expect(outside.calls).toHaveLength(2)
    expect(receiver.calls).toEqual([])
    await outside.close()
  })

  test('a redirect is not followed', async () => {
    const redirecting = await startHttpReceiver((response) => response.writeHead(302, { location: `http://127.0.0.1:${receiver.port}/` }).end())
    const dispatcher = await createAddressGuard({ allow: [`127.0.0.1:${redirecting.port}`] })
      .dispatcher()
      .get()
    const response = await request(`http://127.0.0.1:${redirecting.port}/`, { dispatcher })
    expect(response.statusCode).toBe(302)
    await response.body.dump()
    await dispatcher.close()
    await redirecting.close()
    expect(receiver.calls).toEqual([])
  })
})

describe('the operator can allow receivers inside', () => {
  const reaches = async (url: string, allow: readonly string[], address = '127.0.0.1'): Promise<number | string> => {
    const dispatcher = await createAddressGuard({ allow, resolve: async () => [{ address, family: 4 }] })
      .dispatcher()
      .get()
    try {
      const response = await request(url, { dispatcher })
      await response.body.dump()
      return response.statusCode
    } catch (error) {
      return error instanceof AddressRefused ? 'refused' : String(error)
    } finally {
      await dispatcher.close()
    }
  }

  test('by host and port', async () => {
    expect(await reaches(`http://127.0.0.1:${receiver.port}/`, [`127.0.0.1:${receiver.port}`])).toBe(200)
    expect(await reaches(`http://127.0.0.1:${receiver.port}/`, [`127.0.0.1:${receiver.port + 1}`])).toBe('refused')
    expect(await reaches(`http://2130706433:${receiver.port}/`, ['127.0.0.1'])).toBe(200)
  })

  test('by name', async () => {
    expect(await reaches(`http://hooks.internal:${receiver.port}/`, ['hooks.internal'])).toBe(200)
    expect(await reaches(`http://other.internal:${receiver.port}/`, ['hooks.internal'])).toBe('refused')
  })

  test('by network, whether the address is written or resolved', async () => {
    expect(await reaches(`http://127.0.0.1:${receiver.port}/`, ['127.0.0.0/8'])).toBe(200)
    expect(await reaches(`http://hooks.internal:${receiver.port}/`, ['127.0.0.0/8'])).toBe(200)
    expect(await reaches(`http://hooks.internal:${receiver.port}/`, ['10.0.0.0/8'])).toBe('refused')
    expect(await reaches('http://8.8.8.8:25/', ['10.0.0.0/8'])).toBe('refused')
    expect(await reaches('http://mail.example.com:25/', ['10.0.0.0/8'], '8.8.8.8')).toBe('refused')
  })

  test.each(['http://x/', 'a b', '10.0.0.0/99', ''])('an entry such as "%s" is an error with an example', (entry) => {
    expect(() => createAddressGuard({ allow: [entry] })).toThrow(/is not a host, host:port or network such as/)
  })
})
