"""librdkafka through confluent-kafka."""
import os
import sys
import time

from confluent_kafka import Consumer, Producer, TopicPartition

import lines


def codecs():
    return ['none', 'gzip', 'snappy', 'lz4', 'zstd']


def write(bootstrap, samples, topic, codec):
    producer = Producer({
        'bootstrap.servers': bootstrap, 'compression.type': codec, 'enable.idempotence': True,
        'message.max.bytes': 2000000, 'linger.ms': 20})
    failures = []
    for key, value, timestamp, headers in samples:
        producer.produce(topic, value, key, 0, timestamp=timestamp, headers=headers,
                         on_delivery=lambda error, _: error and failures.append(error))
    if producer.flush(20) or failures:
        raise SystemExit('not written: %s' % failures)


def read(bootstrap, wanted):
    consumer = Consumer({'bootstrap.servers': bootstrap, 'group.id': 'unused', 'enable.auto.commit': False,
                         'auto.offset.reset': 'error', 'fetch.wait.max.ms': 20})
    for topic, count in wanted:
        consumer.assign([TopicPartition(topic, 0, 0)])
        seen, give_up = 0, time.monotonic() + 20
        while seen < count and time.monotonic() < give_up:
            message = consumer.poll(1)
            if message is None:
                continue
            if message.error():
                raise SystemExit('not read: %s' % message.error())
            # Where there is none librdkafka says so, whatever the number.
            kind, timestamp = message.timestamp()
            lines.tell(message.offset(), message.key(), message.value(), timestamp if kind else -1,
                       message.headers() or [])
            seen += 1
    sys.stdout.flush()
    # Without a group's coordinator closing takes its time; and version 1.7 counts None wrongly where a header has no value,
    # so that Python would fall over at its orderly end.
    os._exit(0)


lines.run(codecs, write, read)
