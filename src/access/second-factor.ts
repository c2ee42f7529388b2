// The second factor of an account: codes of an authenticator app (TOTP, RFC 6238), each good once, and codes for a lost device. After many wrong ones in a
// row the app's codes wait, longer each time and over restarts, because whoever tries them has the password already. It keeps nothing by itself.

import { createHash, randomBytes } from 'node:crypto'
import { Secret, TOTP } from 'otpauth'
import { renderSVG } from 'uqr'
import { z } from 'zod'
import { waitAfterWrongCodesMs } from './sign-in-tries.ts'

/** What stands of it with the account. */
export const secondFactorSchema = z.strictObject({
  /** Base32; of a device that was confirmed. */
  secret: z.string().optional(),
  /** The last step of time whose code was used. */
  usedStep: z.number().optional(),
  /** SHA-256 of codes for a lost device. */
  spare: z.array(z.string()).optional(),
  /** Wrong codes since the last right one, and when the last of them came. */
  wrongCodes: z.strictObject({ count: z.number(), at: z.number() }).optional(),
})
export type SecondFactor = z.output<typeof secondFactorSchema>

/** Whose device it is: what an authenticator app shows. */
export interface Device {
  readonly issuer: string
  readonly name: string
}

const stepMs = 30_000
const spareCodes = 10

/** A new secret, as text, as a link and as a picture. */
export function newSecret(device: Device): { readonly secret: string; readonly uri: string; readonly picture: string } {
  const secret = new Secret({ size: 20 }).base32
  const uri = totp(device, secret).toString()
  return { secret, uri, picture: renderSVG(uri, { border: 2 }) }
}

/** Puts a device in place of the one before, if the code is its own; the codes for the day it is lost. `now` is UTC milliseconds of the world's clock. */
export function takeDevice(
  factor: SecondFactor,
  device: Device,
  given: { readonly secret: string; readonly code: string; readonly now: number },
): readonly string[] | undefined {
  const step = stepOf(device, given)
  if (step === undefined) return undefined
  Object.assign(factor, { secret: given.secret, usedStep: step })
  return renewSpare(factor)
}

/** New codes for a lost device; those before hold no more. */
export function renewSpare(factor: SecondFactor): readonly string[] {
  const spare = Array.from({ length: spareCodes }, () => randomBytes(5).toString('hex'))
  factor.spare = spare.map(sha256)
  return spare
}

/** Uses up a code. 'wait': there were too many wrong ones. */
export function takeCode(factor: SecondFactor, device: Device, { code, now }: { readonly code: string; readonly now: number }): 'right' | 'wrong' | 'wait' {
  const { secret = '', spare = [], wrongCodes } = factor
  const typed = code.replaceAll(/[\s-]/g, '')
  const used = sha256(typed.toLowerCase())
  // A code for a lost device is too long to be guessed, so it never waits.
  if (spare.includes(used)) {
    factor.spare = spare.filter((one) => one !== used)
    return 'right'
  }
  if (wrongCodes !== undefined && now < wrongCodes.at + waitAfterWrongCodesMs(wrongCodes.count)) return 'wait'
  const step = stepOf(device, { secret, code: typed, now })
  if (step !== undefined && step > (factor.usedStep ?? 0)) {
    factor.usedStep = step
    return 'right'
  }
  factor.wrongCodes = { count: (wrongCodes?.count ?? 0) + 1, at: now }
  return 'wrong'
}

/** From now on the password is enough. */
export function forgetSecondFactor(factor: SecondFactor): void {
  delete factor.secret
  delete factor.usedStep
  delete factor.spare
  delete factor.wrongCodes
}

/** The step of time that a code is of: this one, or one beside it. */
function stepOf(device: Device, { secret, code, now }: { readonly secret: string; readonly code: string; readonly now: number }): number | undefined {
  const delta = totp(device, secret).validate({ token: code, timestamp: now, window: 1 })
  return delta === null ? undefined : Math.floor(now / stepMs) + delta
}

function totp({ issuer, name }: Device, secret: string): TOTP {
  return new TOTP({ issuer, label: name, secret: Secret.fromBase32(secret), period: stepMs / 1000 })
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('base64url')
}
