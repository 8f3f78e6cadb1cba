package dev.paddock.broker;

import dev.paddock.broker.net.RawClient;
import dev.paddock.protocol.Uuid;
import dev.paddock.protocol.message.FetchRequest;
import dev.paddock.protocol.message.FetchRequest.FetchPartition;
import dev.paddock.protocol.message.FetchRequest.FetchTopic;
import dev.paddock.protocol.message.FetchResponse;
import dev.paddock.protocol.message.FetchResponse.PartitionData;
import dev.paddock.protocol.message.ProduceRequest;
import dev.paddock.protocol.message.ProduceRequest.PartitionProduceData;
import dev.paddock.protocol.message.ProduceRequest.TopicProduceData;
import dev.paddock.protocol.message.ProduceResponse;
import dev.paddock.protocol.message.ProduceResponse.PartitionProduceResponse;
import dev.paddock.protocol.message.RequestMessage;
import dev.paddock.protocol.record.BatchBuilder;
import dev.paddock.protocol.record.BatchSettings;
import dev.paddock.protocol.record.BatchView;
import dev.paddock.protocol.record.Compression;
import dev.paddock.protocol.record.RecordCursor;
import dev.paddock.protocol.wire.Message;
import dev.paddock.protocol.wire.Records;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Produce and Fetch requests as tests want them, and what their answers say. */
public final class RecordRequests {
    public static final long TIME = 1_700_000_000_000L;

    private RecordRequests() {}

    public static BatchSettings plain() {
        return BatchSettings.of(BatchView.MAGIC_V2, Compression.NONE, 0);
    }

    public static ByteBuf batch(String... values) {
        return batch(plain(), values);
    }

    /** The time of each record is one millisecond after the one before. */
    public static ByteBuf batch(BatchSettings settings, String... values) {
        return batch(settings, TIME, values);
    }

    public static ByteBuf batch(BatchSettings settings, long firstTime, String... values) {
        try (BatchBuilder builder = BatchBuilder.of(settings, UnpooledByteBufAllocator.DEFAULT)) {
            for (int i = 0; i < values.length; i++) {
                ByteBuf value = Unpooled.copiedBuffer(values[i], StandardCharsets.UTF_8);
                builder.append(i, firstTime + i, null, value);
            }
            ByteBuf built = builder.build();
            // Outside of the leak detector's sight: tests need not release what they send.
            ByteBuf copy = Unpooled.copiedBuffer(built);
            built.release();
            return copy;
        }
    }

    public static ProduceRequest produce(String topic, int partition, int acks, ByteBuf records) {
        PartitionProduceData data = new PartitionProduceData().index(partition).records(Records.of(records));
        return new ProduceRequest()
                .acks((short) acks)
                .timeoutMs(10_000)
                .topicData(List.of(new TopicProduceData().name(topic).partitionData(List.of(data))));
    }

    public static ProduceRequest produce(Uuid topicId, int partition, int acks, ByteBuf records) {
        ProduceRequest request = produce("", partition, acks, records);
        request.topicData().get(0).topicId(topicId);
        return request;
    }

    public static PartitionProduceResponse only(ProduceResponse response) {
        return response.responses().get(0).partitionResponses().get(0);
    }

    public static FetchPartition from(int partition, long offset) {
        return new FetchPartition().partition(partition).fetchOffset(offset).partitionMaxBytes(1 << 20);
    }

    public static FetchRequest fetch(String topic, FetchPartition... partitions) {
        return new FetchRequest()
                .maxWaitMs(0)
                .minBytes(1)
                .maxBytes(50 << 20)
                .topics(List.of(new FetchTopic().topic(topic).partitions(List.of(partitions))));
    }

    public static PartitionData only(FetchResponse response) {
        return response.responses().get(0).partitions().get(0);
    }

    /** Offset and value of every record, such as "3:hello". */
    public static List<String> records(PartitionData partition) {
        List<String> all = new ArrayList<>();
        if (partition.records() == null) {
            return all;
        }
        ByteBuf bytes = partition.records().buffer();
        BatchView view = new BatchView();
        int index = bytes.readerIndex();
        while (BatchView.isWhole(bytes, index, bytes.writerIndex())) {
            view.wrap(bytes, index);
            try (RecordCursor cursor = RecordCursor.over(view, UnpooledByteBufAllocator.DEFAULT)) {
                while (cursor.next()) {
                    ByteBuf value = cursor.record().value();
                    String text =
                            value == null ? "null" : new String(ByteBufUtil.getBytes(value), StandardCharsets.UTF_8);
                    all.add(cursor.record().offset() + ":" + text);
                }
            }
            index = view.endIndex();
        }
        return all;
    }

    @SuppressWarnings("unchecked")
    public static <R extends Message> R ask(RawClient client, RequestMessage<R> request, int version)
            throws IOException {
        client.send(1, request, version);
        RawClient.Answer answer = client.readAnswer(request.apiKey(), version);
        if (answer == null) {
            throw new IOException("the broker closed the connection instead of answering " + request.apiKey());
        }
        return (R) answer.body();
    }
}
