// What is done about the catalogue in the background: counting what goes together, and telling people what is new.

import type { ChangeCatalogue } from '../runtime/catalogue/change-catalogue.ts'
import type { Clock } from '../runtime/clock.ts'
import type { Inbox } from '../runtime/inbox.ts'
import type { Logger } from '../runtime/logger.ts'
import type { Store } from '../runtime/store.ts'
import { createCatalogueTeller } from './catalogue-teller.ts'
import { createRecommender, type Recommender } from './recommender.ts'

export interface CatalogueWorkOptions {
  readonly store: Pick<Store, 'last' | 'readLogOf' | 'setting' | 'catalogue'>
  readonly runtime: { readonly inbox: Pick<Inbox, 'submit'>; readonly changeCatalogue: ChangeCatalogue }
  readonly clock: Clock
  readonly logger: Pick<Logger, 'info' | 'error'>
  /** Whether somebody sits before it and waits for the mail, as in a demo. */
  readonly isDemo: boolean
}

/** Both of them. */
export interface CatalogueWork extends Recommender {
  /** Tells people now of what is new. */
  tell(): Promise<number>
}

/** They begin with `start`. */
export function openCatalogueWork({ store, runtime: { inbox, changeCatalogue }, clock, logger, isDemo }: CatalogueWorkOptions): CatalogueWork {
  const recommender = createRecommender({ store, changeCatalogue, clock, logger })
  const teller = createCatalogueTeller({ store, inbox, changeCatalogue, clock, logger, ...(isDemo && { lookEveryMs: 1000 }) })
  return {
    count: (collection) => recommender.count(collection),
    tell: () => teller.tell(),
    start() {
      recommender.start()
      teller.start()
    },
    async close() {
      await Promise.all([recommender.close(), teller.close()])
    },
  }
}
