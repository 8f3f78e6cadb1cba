package dev.paddock.protocol.peer;

import java.lang.reflect.Array;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Record batches as Kafka 3.9 writes, reads, checks and converts them, all by reflection. */
public final class KafkaRecords {
    private static final String RECORD = "org.apache.kafka.common.record.";
    private static final String UTILS = "org.apache.kafka.common.utils.";
    private static final String STORAGE = "org.apache.kafka.storage.internals.log.";

    private final Foreign kafka = new Foreign(KafkaRelease.ZOOKEEPER);

    /** What a batch's header says. The codec is named as compression.type names it. */
    public record Header(
            byte magic,
            String codec,
            boolean isAppendTime,
            long appendTimeMs,
            long baseOffset,
            long producerId,
            short producerEpoch,
            int baseSequence,
            boolean isTransactional,
            boolean isControl) {
        public static Header plain(int magic, String codec, long baseOffset) {
            return new Header((byte) magic, codec, false, -1, baseOffset, -1, (short) -1, -1, false, false);
        }

        public Header appendedAt(long ms) {
            return new Header(
                    magic,
                    codec,
                    true,
                    ms,
                    baseOffset,
                    producerId,
                    producerEpoch,
                    baseSequence,
                    isTransactional,
                    isControl);
        }

        public Header by(long id, int epoch, int sequence, boolean transactional) {
            return new Header(
                    magic,
                    codec,
                    isAppendTime,
                    appendTimeMs,
                    baseOffset,
                    id,
                    (short) epoch,
                    sequence,
                    transactional,
                    isControl);
        }
    }

    public byte[] build(Header header, List<PlainRecord> records) {
        Object builder = builder(header);
        for (PlainRecord record : records) {
            kafka.call(
                    builder,
                    "appendWithOffset",
                    record.offset(),
                    record.timestamp(),
                    wrap(record.key()),
                    wrap(record.value()),
                    headers(record));
        }
        return bytes(kafka.call(builder, "build"));
    }

    public byte[] buildEndTxnMarker(Header header, long timestamp, boolean isCommit, int coordinatorEpoch) {
        Object type = kafka.constant(RECORD + "ControlRecordType", isCommit ? "COMMIT" : "ABORT");
        Object marker = kafka.construct(RECORD + "EndTransactionMarker", type, coordinatorEpoch);
        return bytes(kafka.callStatic(
                RECORD + "MemoryRecords",
                "withEndTransactionMarker",
                header.baseOffset(),
                timestamp,
                -1,
                header.producerId(),
                header.producerEpoch(),
                marker));
    }

    private Object builder(Header header) {
        return kafka.callStatic(
                RECORD + "MemoryRecords",
                "builder",
                ByteBuffer.allocate(1024),
                header.magic,
                compression(header.codec),
                timestampType(header.isAppendTime),
                header.baseOffset,
                header.appendTimeMs,
                header.producerId,
                header.producerEpoch,
                header.baseSequence,
                header.isTransactional,
                header.isControl,
                -1);
    }

    private Object compressionType(String codec) {
        return kafka.callStatic(RECORD + "CompressionType", "forName", codec.equals("uncompressed") ? "none" : codec);
    }

    private Object compression(String codec) {
        return kafka.call(
                kafka.callStatic("org.apache.kafka.common.compress.Compression", "of", compressionType(codec)),
                "build");
    }

    private Object timestampType(boolean isAppendTime) {
        return kafka.constant(RECORD + "TimestampType", isAppendTime ? "LOG_APPEND_TIME" : "CREATE_TIME");
    }

    private Object headers(PlainRecord record) {
        int count = record.headers().size();
        Object array = Array.newInstance(KafkaRelease.ZOOKEEPER.load("org.apache.kafka.common.header.Header"), count);
        for (int i = 0; i < count; i++) {
            PlainRecord.PlainHeader header = record.headers().get(i);
            Object made = kafka.construct(
                    "org.apache.kafka.common.header.internals.RecordHeader",
                    header.key(),
                    PlainRecord.bytes(header.value()));
            Array.set(array, i, made);
        }
        return array;
    }

    private static ByteBuffer wrap(String hex) {
        return hex == null ? null : ByteBuffer.wrap(PlainRecord.bytes(hex));
    }

    private static byte[] bytes(ByteBuffer buffer) {
        if (buffer == null) {
            return null;
        }
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    private byte[] bytes(Object memoryRecords) {
        return bytes((ByteBuffer) kafka.call(memoryRecords, "buffer"));
    }

    /** All records of all batches. Throws what Kafka throws. */
    public List<PlainRecord> read(byte[] bytes) {
        List<PlainRecord> read = new ArrayList<>();
        for (Object batch : batches(bytes)) {
            kafka.call(batch, "ensureValid");
            for (Object record : (Iterable<?>) batch) {
                read.add(new PlainRecord(
                        (Long) kafka.call(record, "offset"),
                        (Long) kafka.call(record, "timestamp"),
                        PlainRecord.hex(bytes((ByteBuffer) kafka.call(record, "key"))),
                        PlainRecord.hex(bytes((ByteBuffer) kafka.call(record, "value"))),
                        headers(record)));
            }
        }
        return read;
    }

    private List<PlainRecord.PlainHeader> headers(Object record) {
        List<PlainRecord.PlainHeader> headers = new ArrayList<>();
        for (Object header : (Object[]) kafka.call(record, "headers")) {
            headers.add(new PlainRecord.PlainHeader(
                    (String) kafka.call(header, "key"), PlainRecord.hex((byte[]) kafka.call(header, "value"))));
        }
        return headers;
    }

    private Iterable<?> batches(byte[] bytes) {
        return (Iterable<?>) kafka.call(readable(bytes), "batches");
    }

    /** Of every batch: first and last offset, largest time, codec, producer, sequences and flags, in one line. */
    public List<String> describe(byte[] bytes) {
        List<String> described = new ArrayList<>();
        for (Object batch : batches(bytes)) {
            List<Object> facts = new ArrayList<>();
            for (String fact : List.of(
                    "magic",
                    "baseOffset",
                    "lastOffset",
                    "maxTimestamp",
                    "timestampType",
                    "compressionType",
                    "producerId",
                    "producerEpoch",
                    "baseSequence",
                    "lastSequence",
                    "isTransactional",
                    "isControlBatch",
                    "countOrNull")) {
                facts.add(kafka.call(batch, fact));
            }
            described.add(facts.toString());
        }
        return described;
    }

    private Object readable(byte[] bytes) {
        return kafka.callStatic(RECORD + "MemoryRecords", "readableRecords", ByteBuffer.wrap(bytes));
    }

    public byte[] downConvert(byte[] bytes, byte magic, long fromOffset) {
        Object converted = kafka.call(readable(bytes), "downConvert", magic, fromOffset, clock(0));
        return bytes(kafka.call(converted, "records"));
    }

    /** What Kafka's validator is asked to do. The codecs are named as compression.type names them. */
    public record Rules(
            String sourceCodec,
            String targetCodec,
            boolean isCompacted,
            boolean isAppendTime,
            long beforeMaxMs,
            long afterMaxMs,
            boolean isFromClient) {}

    /** What it said: the bytes that may be appended, or the error's code and the places of the wrong records. */
    public record Verdict(byte[] bytes, long maxTimestamp, short error, List<Integer> wrongRecords, String detail) {}

    public Verdict validate(byte[] bytes, Rules rules, long nowMs) {
        try {
            Object result = kafka.call(
                    validator(bytes.clone(), rules, nowMs),
                    "validateMessagesAndAssignOffsets",
                    kafka.callStatic(UTILS + "PrimitiveRef", "ofLong", 0L),
                    ignoringMetrics(),
                    kafka.callStatic(UTILS + "BufferSupplier", "create"));
            Object records = field(result, "validatedRecords");
            return new Verdict(bytes(records), (Long) field(result, "maxTimestampMs"), (short) 0, List.of(), null);
        } catch (RuntimeException e) {
            return refusal(e);
        }
    }

    private Verdict refusal(RuntimeException e) {
        if (!e.getClass().getName().equals(STORAGE + "RecordValidationException")) {
            return new Verdict(null, -1, code(e), List.of(), e.toString());
        }
        List<Integer> wrong = ((List<?>) kafka.call(e, "recordErrors"))
                .stream().map(error -> (Integer) field(error, "batchIndex")).toList();
        Object cause = kafka.call(e, "invalidException");
        return new Verdict(null, -1, code(cause), wrong, cause.toString());
    }

    private short code(Object exception) {
        Object error = kafka.callStatic("org.apache.kafka.common.protocol.Errors", "forException", exception);
        return (Short) kafka.call(error, "code");
    }

    private static Object field(Object target, String name) {
        return KafkaRelease.call(() -> target.getClass().getField(name).get(target));
    }

    private Object validator(byte[] bytes, Rules rules, long nowMs) {
        return kafka.construct(
                STORAGE + "LogValidator",
                readable(bytes),
                kafka.construct("org.apache.kafka.common.TopicPartition", "topic", 0),
                clock(nowMs),
                compressionType(rules.sourceCodec),
                compression(rules.targetCodec),
                rules.isCompacted,
                (byte) 2,
                timestampType(rules.isAppendTime),
                rules.beforeMaxMs,
                rules.afterMaxMs,
                -1,
                kafka.constant(STORAGE + "AppendOrigin", rules.isFromClient ? "CLIENT" : "COORDINATOR"),
                kafka.callStatic("org.apache.kafka.server.common.MetadataVersion", "latestTesting"));
    }

    private static Object ignoringMetrics() {
        return proxy(STORAGE + "LogValidator$MetricsRecorder", 0);
    }

    private static Object clock(long nowMs) {
        return proxy(UTILS + "Time", nowMs);
    }

    /** Answers the number to whoever expects one. */
    private static Object proxy(String interfaceName, long answer) {
        Class<?> type = KafkaRelease.ZOOKEEPER.load(interfaceName);
        return Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, args) -> method.getReturnType() == long.class ? answer : null);
    }
}
