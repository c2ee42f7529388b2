// Random worlds that can be made again: every property starts from ONCUE_SEED, or where nobody gave it from the seed of the commit
// (vitest.config.ts). So a run on another machine tries what was tried here, and the next commit tries other worlds.

import fc from 'fast-check'

fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(process.env['ONCUE_SEED'] ?? process.env['ONCUE_COMMIT_SEED']) })
