package dev.paddock.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paddock.protocol.message.FetchResponse;
import dev.paddock.protocol.message.FetchResponse.FetchableTopicResponse;
import dev.paddock.protocol.message.FetchResponse.PartitionData;
import dev.paddock.protocol.message.ResponseHeader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.DefaultFileRegion;
import io.netty.channel.FileRegion;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OutboundFrameTest {
    private static final short VERSION = 12;
    private static final int KIBIBYTE = 1024;

    private final List<ByteBuf> buffers = new ArrayList<>();

    @AfterEach
    void everyBufferIsGivenBack() {
        assertThat(buffers).allSatisfy(buffer -> assertThat(buffer.refCnt()).isZero());
    }

    @Test
    void shouldCopySmallRecordsIntoTheFrame() {
        FetchResponse response = response(records(KIBIBYTE));

        OutboundFrame frame = encode(response);

        assertThat(frame.parts()).hasSize(1);
        assertReadsAs(frame, response);
        frame.release();
        response.release();
    }

    @Test
    void shouldKeepLargeRecordsAsPartsOfTheirOwn() {
        FetchResponse response = response(records(KIBIBYTE + 1), records(5 * KIBIBYTE), records(10));

        OutboundFrame frame = encode(response);

        assertThat(frame.parts()).hasSize(5);
        ByteBuf first = (ByteBuf) frame.parts().get(1);
        assertThat(first.memoryAddress()).isEqualTo(buffers.get(0).memoryAddress());
        assertThat(((ByteBuf) frame.parts().get(3)).readableBytes()).isEqualTo(5 * KIBIBYTE);
        assertReadsAs(frame, response);
        frame.release();
        response.release();
    }

    @Test
    void shouldOutliveTheMessageThatItWasMadeOf() {
        FetchResponse response = response(records(2 * KIBIBYTE), records(10));
        OutboundFrame frame = encode(response);

        response.release();

        assertThat(buffers.get(0).refCnt()).isEqualTo(1);
        assertThat(buffers.get(1).refCnt()).isZero();
        frame.release();
    }

    @Test
    void shouldKeepAFileRegionWhereItsBytesBelong() {
        FileRegion region = new DefaultFileRegion(new File("never-opened"), 100, 70_000);
        FetchResponse response = response(records(10), Records.of(region), records(10));

        OutboundFrame frame = encode(response);

        assertThat(frame.parts()).hasSize(3).element(1).isSameAs(region);
        assertThat(bytesOf(frame)).isEqualTo(frame.sizeInBytes());
        response.release();
        assertThat(region.refCnt()).isEqualTo(1);
        frame.release();
        assertThat(region.refCnt()).isZero();
    }

    @Test
    void shouldStartWithTheLengthOfWhatFollows() {
        OutboundFrame frame = encode(new FetchResponse());

        ByteBuf part = (ByteBuf) frame.parts().get(0);
        assertThat(part.getInt(0)).isEqualTo(frame.sizeInBytes() - Integer.BYTES);
        assertThat(part.readableBytes()).isEqualTo(frame.sizeInBytes());
        frame.release();
    }

    @Test
    void shouldGiveBackEverythingWhenAFieldIsRefusedHalfway() {
        FetchResponse response = response(records(2 * KIBIBYTE));
        PartitionData refused = new PartitionData().divergingEpoch(new FetchResponse.EpochEndOffset().epoch(3));
        response.responses().get(0).partitions().add(refused);

        assertThatThrownBy(() -> OutboundFrame.encode(
                        PooledByteBufAllocator.DEFAULT, new ResponseHeader(), (short) 0, response, (short) 11))
                .isInstanceOf(UnsupportedVersionException.class);

        response.release();
    }

    @Test
    void shouldRefuseToSendAFrameWhoseLengthIsNotTrue() {
        // Tag 0 is ours; as an unknown one it is counted and has no place.
        FetchResponse.PartitionData clash = new PartitionData()
                .records(records(2 * KIBIBYTE))
                .unknownTaggedFields(List.of(new UnknownTaggedField(0, new byte[3])));
        FetchResponse response = response().responses(List.of(new FetchableTopicResponse().partitions(List.of(clash))));

        assertThatThrownBy(() -> encode(response))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("FetchResponse v12");

        response.release();
    }

    private Records records(int size) {
        ByteBuf buffer = PooledByteBufAllocator.DEFAULT.directBuffer(size);
        for (int i = 0; i < size; i++) {
            buffer.writeByte(i);
        }
        buffers.add(buffer);
        return Records.of(buffer);
    }

    private static FetchResponse response(Records... records) {
        List<PartitionData> partitions = new ArrayList<>();
        for (Records batches : records) {
            partitions.add(new PartitionData().partitionIndex(partitions.size()).records(batches));
        }
        FetchableTopicResponse topic = new FetchableTopicResponse().topic("t").partitions(partitions);
        return new FetchResponse().responses(List.of(topic));
    }

    private static OutboundFrame encode(FetchResponse response) {
        return OutboundFrame.encode(PooledByteBufAllocator.DEFAULT, new ResponseHeader(), (short) 1, response, VERSION);
    }

    private static long bytesOf(OutboundFrame frame) {
        return frame.parts().stream()
                .mapToLong(
                        part -> part instanceof FileRegion region ? region.count() : ((ByteBuf) part).readableBytes())
                .sum();
    }

    private static void assertReadsAs(OutboundFrame frame, FetchResponse response) {
        assertThat(bytesOf(frame)).isEqualTo(frame.sizeInBytes());
        ByteBuf copy = Unpooled.copiedBuffer(frame.parts().toArray(ByteBuf[]::new));
        WireReader in = new WireReader(copy.skipBytes(Integer.BYTES));
        in.decode("ResponseHeader", (short) 1, ResponseHeader::read);
        FetchResponse read = in.decode("FetchResponse", VERSION, FetchResponse::read);
        assertThat(read).isEqualTo(response);
        read.release();
        assertThat(copy.refCnt()).isEqualTo(1);
        copy.release();
    }
}
