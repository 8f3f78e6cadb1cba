"""Python's own client, kafka-python: codecs as far as their libraries are there."""
from kafka import KafkaConsumer, KafkaProducer, TopicPartition, codec as libraries

import lines


def codecs():
    yield 'none'
    for name in ('gzip', 'snappy', 'lz4', 'zstd'):
        if getattr(libraries, 'has_' + name)():
            yield name


def write(bootstrap, samples, topic, codec):
    producer = KafkaProducer(bootstrap_servers=bootstrap, acks='all', linger_ms=20, max_request_size=2000000,
                             compression_type=None if codec == 'none' else codec)
    sent = []
    for key, value, timestamp, headers in samples:
        # It refuses headers without a value.
        known = [(name, data) for name, data in headers if data is not None]
        sent.append(producer.send(topic, value, key, known, 0, timestamp))
    for future in sent:
        future.get(20)
    producer.close()


def read(bootstrap, wanted):
    consumer = KafkaConsumer(bootstrap_servers=bootstrap, group_id=None, consumer_timeout_ms=20000)
    for topic, count in wanted:
        partition = TopicPartition(topic, 0)
        consumer.assign([partition])
        consumer.seek(partition, 0)
        seen = 0
        for record in consumer:
            lines.tell(record.offset, record.key, record.value, record.timestamp, record.headers)
            seen += 1
            if seen == count:
                break
    consumer.close()


lines.run(codecs, write, read)
