package dev.paddock.client.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paddock.protocol.message.FetchRequest;
import dev.paddock.protocol.message.FetchResponse;
import dev.paddock.protocol.message.FetchResponse.FetchableTopicResponse;
import dev.paddock.protocol.message.FetchResponse.PartitionData;
import dev.paddock.protocol.message.ProduceRequest;
import dev.paddock.protocol.message.ProduceRequest.PartitionProduceData;
import dev.paddock.protocol.message.ProduceRequest.TopicProduceData;
import dev.paddock.protocol.wire.Records;
import dev.paddock.protocol.wire.WireWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who gives record batches back. */
class RecordsOwnershipTest extends OnStillClock {
    @Test
    void shouldGiveBackTheRecordsOfARequestHoweverItEnds() {
        ByteBuf sent = records();
        ByteBuf waiting = records();
        ByteBuf refused = records();
        submit(produce(sent), (short) 9, true, 1000);
        send(1000);
        submit(produce(waiting), (short) 9, true, 1000);
        send(1000);
        send(1000);
        submit(produce(refused), (short) 9, true, 1000);
        channel.runPendingTasks();
        assertThat(refused.refCnt()).isZero();

        channel.close();

        channel.releaseOutbound();
        assertThat(sent.refCnt()).isZero();
        assertThat(waiting.refCnt()).isZero();
    }

    @Test
    void shouldReleaseAnAnswerThatNobodyWaitsFor() {
        PendingRequest<FetchResponse> fetch = submit(new FetchRequest(), (short) 11, true, 1000);
        channel.runPendingTasks();
        ByteBuf frame = Unpooled.directBuffer();
        WireWriter out = new WireWriter(frame);
        out.int32(0);
        fetchedRecords().write(out, (short) 11);

        fetch.future().cancel(false);
        channel.writeInbound(frame);

        assertThat(channel.isOpen()).isTrue();
        assertThat(frame.refCnt()).isZero();
    }

    @Test
    void shouldLeaveTheRecordsOfAnAnswerToWhomItIsFor() {
        PendingRequest<FetchResponse> fetch = submit(new FetchRequest(), (short) 11, true, 1000);
        channel.runPendingTasks();
        ByteBuf frame = Unpooled.directBuffer();
        WireWriter out = new WireWriter(frame);
        out.int32(0);
        fetchedRecords().write(out, (short) 11);

        channel.writeInbound(frame);

        assertThat(frame.refCnt()).isEqualTo(1);
        fetch.future().join().release();
        assertThat(frame.refCnt()).isZero();
    }

    private static FetchResponse fetchedRecords() {
        PartitionData partition = new PartitionData().records(Records.of(Unpooled.wrappedBuffer(new byte[100])));
        return new FetchResponse()
                .responses(List.of(new FetchableTopicResponse().topic("t").partitions(List.of(partition))));
    }

    private static ByteBuf records() {
        return Unpooled.directBuffer().writeZero(5000);
    }

    private static ProduceRequest produce(ByteBuf records) {
        return new ProduceRequest()
                .acks((short) -1)
                .topicData(List.of(new TopicProduceData()
                        .name("topic")
                        .partitionData(List.of(new PartitionProduceData().records(Records.of(records))))));
    }
}
