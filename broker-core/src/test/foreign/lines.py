"""Samples as the test writes them into a file, and the lines that tell of records; see Sample.java."""
import base64
import hashlib
import json
import sys


def unpacked(text):
    return None if text is None else base64.b64decode(text)


def samples(path):
    with open(path, encoding='utf-8') as file:
        for sample in json.load(file):
            headers = [(name, unpacked(value)) for name, value in sample['headers']]
            yield unpacked(sample['key']), unpacked(sample['value']), sample['timestamp'], headers


def spelt(data):
    if data is None:
        return '~'
    if len(data) <= 300:
        return '=' + data.hex()
    return '#%d:%s' % (len(data), hashlib.md5(data).hexdigest())


def tell(offset, key, value, timestamp, headers):
    told = ','.join(name + spelt(data) for name, data in headers)
    print(offset, spelt(key), spelt(value), timestamp, told)


def run(codecs, write, read):
    """codecs | write BOOTSTRAP SAMPLES PREFIX CODEC... | read BOOTSTRAP TOPIC=COUNT..."""
    verb, rest = sys.argv[1], sys.argv[2:]
    if verb == 'codecs':
        print(' '.join(codecs()))
    elif verb == 'write':
        for codec in rest[3:]:
            write(rest[0], list(samples(rest[1])), rest[2] + codec, codec)
    else:
        read(rest[0], [(topic, int(count)) for topic, count in (word.split('=') for word in rest[1:])])
