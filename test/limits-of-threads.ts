// The room that processes of tests have for young garbage (vitest.config.ts) is theirs alone: given by a flag, it would stand in the place of the limits
// that threads name, and a thread whose heap is bounded would not be ended by that bound. The server lifts its own flag in the same way (bin/oncue.mjs).

import v8 from 'node:v8'

v8.setFlagsFromString('--max-semi-space-size=0')
