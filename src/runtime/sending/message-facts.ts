// What a message needs besides its person's state, gathered right before the engine is asked whether it may go out: what it shows of the catalogue, and
// its discount code. What it must have and has not becomes part of the question, so that the answer can be replayed from the log.

import { cartFacts, cartIdOf } from '../../engine/cart.ts'
import type { Lookups } from '../../model/catalogue.ts'
import type { Effect, Transmission } from '../../model/effect.ts'
import type { Input } from '../../model/input.ts'
import type { JsonObject } from '../../model/json.ts'
import { lookUp } from '../catalogue/catalogue-facts.ts'
import { findGift, type Gift } from '../catalogue/code-gift.ts'
import { arrivalOf } from '../log-entry.ts'
import { applyTime } from '../writing/apply-time.ts'
import type { Group } from '../writing/group.ts'
import type { Member } from '../writing/ledger.ts'

export interface MessageFacts {
  /** Part of the question to the engine. */
  readonly question: Pick<Extract<Input, { kind: 'authorize' }>, 'lacks' | 'uses' | 'nothingFor'>
  /** Part of what is rendered. */
  readonly shown: Pick<Transmission, 'catalogue' | 'code'>
  readonly gift?: Gift
}

const nothing: MessageFacts = { question: {}, shown: {} }
/** Characters of the words for the trace. */
const wordsCharacters = 300

/** Gathers it; nothing for a message that declares nothing. */
export async function gatherFacts(group: Group, member: Member, effect: Effect, at: number): Promise<MessageFacts> {
  const { collections, pools } = group.ledger.program
  const use = declaredUse(group, effect)
  if (use === undefined) return nothing
  // What the person's own deadlines change up to now is shown as it is after them.
  await applyTime(group, member, at)
  const catalogue = catalogueOf(use)
  const looked = catalogue === undefined ? undefined : await lookUp(catalogue, { ...(await contextOf(group, member, effect)), collections, now: at })
  if (looked?.lacks !== undefined) return { question: { lacks: looked.lacks }, shown: {} }
  const pool = use.code === undefined ? undefined : pools.get(use.code)
  const answer = pool === undefined ? undefined : await findGift({ group, member, effect, pool, at })
  if (answer !== undefined && 'lacks' in answer) return { question: { lacks: answer.lacks }, shown: {} }
  const gift = answer?.gift
  const words = [...(looked?.uses ?? []), ...(gift === undefined ? [] : [`code ${gift.code}`])].join(', ')
  return {
    question: {
      ...(words === '' ? {} : { uses: words.length > wordsCharacters ? `${words.slice(0, wordsCharacters).toWellFormed()}...` : words }),
      ...(looked === undefined || looked.nothingFor.length === 0 ? {} : { nothingFor: looked.nothingFor }),
    },
    shown: {
      ...(looked === undefined ? {} : { catalogue: looked.catalogue }),
      ...(gift === undefined ? {} : { code: { code: gift.code, ...(gift.expiresAt === undefined ? {} : { expiresAt: gift.expiresAt }) } }),
    },
    ...(gift === undefined ? {} : { gift }),
  }
}

/** What says what the message shows of the catalogue or which code it has; undefined when it declares nothing. */
export function declaredUse(group: Group, effect: Effect) {
  // What is sent again shows what it showed, and its code is given already.
  if (effect.kind === 'send' && effect.resends !== undefined) return undefined
  const use = effect.kind === 'send' ? group.ledger.program.templates.get(effect.template) : effect
  return use === undefined || (catalogueOf(use) === undefined && use.code === undefined) ? undefined : use
}

/** Text messages and popups show nothing of the catalogue. */
function catalogueOf(use: { readonly catalogue?: Lookups | undefined } | Effect): Lookups | undefined {
  return 'catalogue' in use ? use.catalogue : undefined
}

async function contextOf(group: Group, member: Member, { triggerPosition }: Effect) {
  const { store } = group.ledger
  const [entry] = triggerPosition === undefined ? [] : await store.entriesAt([triggerPosition])
  const trigger: JsonObject = (entry === undefined ? undefined : arrivalOf(entry)?.event.properties) ?? {}
  const { attributes, carts } = member.state
  const cart = cartFacts(carts, cartIdOf(trigger) || undefined)
  return { store, facts: { subscriber: attributes, trigger, cart }, chains: member.chains, locale: attributes['locale'] }
}
