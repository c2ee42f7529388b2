// The raw mail server in a process of its own, so that what it costs is not counted as the sender's. Tells its port, and how many mails it took in
// when it is asked.

import { startSmtpSink } from './smtp-sink.ts'

const sink = await startSmtpSink()
const tell = (message: object): void => void process.send?.(message)
process.on('message', () => tell({ received: sink.received }))
process.on('disconnect', () => process.exit())
tell({ port: sink.port })
