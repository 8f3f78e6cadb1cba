// kafkajs: gzip is its own, the other codecs are plug-ins. Samples and lines are those of Sample.java.
// codecs | write BOOTSTRAP SAMPLES PREFIX CODEC... | read BOOTSTRAP TOPIC=COUNT...
const crypto = require('crypto')
const fs = require('fs')
const { Kafka, CompressionTypes, CompressionCodecs, logLevel } = require('kafkajs')
const lz4 = require('lz4js')
const xxh32 = require('lz4js/xxh32')
const zstd = require('@bokuweb/zstd-wasm')

const CODECS = {
  none: CompressionTypes.None,
  gzip: CompressionTypes.GZIP,
  snappy: CompressionTypes.Snappy,
  lz4: CompressionTypes.LZ4,
  zstd: CompressionTypes.ZSTD,
}
CompressionCodecs[CompressionTypes.Snappy] = require('kafkajs-snappy')
CompressionCodecs[CompressionTypes.LZ4] = () => ({
  compress: async encoder => standingAlone(Buffer.from(lz4.compress(encoder.buffer))),
  decompress: async buffer => Buffer.from(lz4.decompress(buffer)),
})
CompressionCodecs[CompressionTypes.ZSTD] = () => ({
  compress: async encoder => Buffer.from(zstd.compress(encoder.buffer)),
  decompress: async buffer => Buffer.from(zstd.decompress(buffer)),
})

// Kafka refuses blocks that may build on each other, as lz4js marks all. Here it is but one block, of up to 4 MB.
function standingAlone(frame) {
  frame[4] |= 0x20
  frame[6] = (xxh32.hash(0, frame, 4, 2) >> 8) & 0xff
  return frame
}

const unpacked = text => (text === null ? null : Buffer.from(text, 'base64'))

function spelt(data) {
  if (data === null || data === undefined) return '~'
  if (data.length <= 300) return '=' + data.toString('hex')
  return '#' + data.length + ':' + crypto.createHash('md5').update(data).digest('hex')
}

// Its headers are an object: what a name has several times is a list, and null is not possible.
function packedHeaders(pairs) {
  const headers = {}
  for (const [name, value] of pairs) {
    if (value !== null) (headers[name] ??= []).push(unpacked(value))
  }
  return headers
}

function toldHeaders(headers) {
  return Object.entries(headers)
    .flatMap(([name, values]) => [values].flat().map(value => name + spelt(value)))
    .join(',')
}

const client = bootstrap => new Kafka({ clientId: 'foreign', brokers: [bootstrap], logLevel: logLevel.ERROR })

async function write(bootstrap, samples, prefix, ...codecs) {
  const messages = JSON.parse(fs.readFileSync(samples)).map(sample => ({
    partition: 0,
    key: unpacked(sample.key),
    value: unpacked(sample.value),
    timestamp: String(sample.timestamp),
    headers: packedHeaders(sample.headers),
  }))
  const producer = client(bootstrap).producer({ idempotent: true })
  await producer.connect()
  for (const codec of codecs) {
    // What is large goes alone: a request is one batch.
    for (const some of [messages.filter(m => !isLarge(m)), messages.filter(isLarge)]) {
      await producer.send({ topic: prefix + codec, acks: -1, compression: CODECS[codec], messages: some })
    }
  }
  await producer.disconnect()
}

const isLarge = message => message.value !== null && message.value.length > 1000

// Its consumer needs a group; what is beneath reads a partition without.
async function read(bootstrap, ...wanted) {
  const kafka = client(bootstrap)
  const symbol = Object.getOwnPropertySymbols(kafka).find(found => String(found).includes('createCluster'))
  const cluster = kafka[symbol]({ metadataMaxAge: 60000 })
  await cluster.connect()
  for (const word of wanted) {
    const [topic, count] = word.split('=')
    await cluster.addTargetTopic(topic)
    const leader = Object.keys(cluster.findLeaderForPartitions(topic, [0]))[0]
    const broker = await cluster.findBroker({ nodeId: leader })
    let next = 0
    while (next < Number(count)) {
      const partitions = [{ partition: 0, fetchOffset: String(next), maxBytes: 1048576 }]
      const answer = await broker.fetch({ maxWaitTime: 1000, topics: [{ topic, partitions }] })
      const { messages } = answer.responses[0].partitions[0]
      if (messages.length === 0) throw new Error('nothing at ' + topic + ' ' + next)
      for (const m of messages) {
        if (Number(m.offset) < next) continue
        console.log(m.offset, spelt(m.key), spelt(m.value), m.timestamp, toldHeaders(m.headers))
        next = Number(m.offset) + 1
      }
    }
  }
  await cluster.disconnect()
}

async function main([verb, ...rest]) {
  await zstd.init()
  if (verb === 'codecs') console.log(Object.keys(CODECS).join(' '))
  else await { write, read }[verb](...rest)
}

main(process.argv.slice(2)).catch(error => {
  console.error(error)
  process.exit(1)
})
