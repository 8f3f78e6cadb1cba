package dev.paddock.broker.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FrameDecoderTest {
    private static final int FRAME_BYTES_MAX = 100_000;

    private final ByteBufAllocator allocator = UnpooledByteBufAllocator.DEFAULT;
    private final RecordingSink sink = new RecordingSink();
    private final FrameDecoder decoder = new FrameDecoder(FRAME_BYTES_MAX, sink);

    @AfterEach
    void releaseAll() {
        decoder.close();
    }

    @Test
    void shouldCutFramesHoweverTheBytesArrive() {
        for (long seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            List<byte[]> frames = new ArrayList<>();
            ByteBuf stream = Unpooled.buffer();
            for (int i = random.nextInt(20); i >= 0; i--) {
                byte[] frame = new byte[random.nextInt(4) == 0 ? random.nextInt(20_000) : random.nextInt(40)];
                random.nextBytes(frame);
                frames.add(frame);
                stream.writeInt(frame.length).writeBytes(frame);
            }
            sink.taken.clear();

            while (stream.isReadable()) {
                int piece = Math.min(stream.readableBytes(), 1 + random.nextInt(seed % 2 == 0 ? 50 : 20_000));
                read(stream, piece);
            }

            assertThat(sink.taken)
                    .as("seed %d", seed)
                    .usingRecursiveComparison()
                    .isEqualTo(frames);
            assertThat(decoder.isHeldUp()).isFalse();
            stream.release();
        }
    }

    /** As the socket does: into the frame where that is possible. */
    private void read(ByteBuf stream, int bytesMax) {
        ByteBuf rest = decoder.lend();
        if (rest == null) {
            decoder.read(stream.readBytes(bytesMax), allocator);
        } else {
            decoder.read(rest.writeBytes(stream, Math.min(bytesMax, rest.writableBytes())), allocator);
        }
    }

    @Test
    void shouldReadTheRestOfALargeFrameIntoTheFrame() {
        ByteBuf head = Unpooled.buffer().writeInt(50_000).writeZero(100);
        decoder.read(head, allocator);

        int lentBytes = 0;
        for (ByteBuf rest = decoder.lend(); rest != null; rest = decoder.lend()) {
            lentBytes += rest.writableBytes();
            decoder.read(rest.writeZero(rest.writableBytes()), allocator);
        }

        assertThat(sink.taken).hasSize(1);
        assertThat(lentBytes).isEqualTo(49_900);
        assertThat(decoder.bytesWanted()).as("for the next frame's head").isBetween(4, 1000);
    }

    @Test
    void shouldHoldAFrameThatWasReadInPiecesUntilThereIsRoom() {
        decoder.read(Unpooled.buffer().writeInt(3).writeByte(1), allocator);
        sink.mayTake = false;
        decoder.read(decoder.lend().writeByte(2).writeByte(3), allocator);
        assertThat(decoder.isHeldUp()).isTrue();
        assertThat(decoder.lend()).as("no more is read").isNull();

        sink.mayTake = true;
        decoder.resume(allocator);

        assertThat(sink.taken).containsExactly(new byte[] {1, 2, 3});
    }

    @Test
    void shouldGoOnWhenTheSocketGaveALentBufferBackUnread() {
        decoder.read(Unpooled.buffer().writeInt(2).writeByte(1), allocator);
        decoder.lend().release();

        decoder.read(Unpooled.buffer().writeByte(2), allocator);

        assertThat(sink.taken).containsExactly(new byte[] {1, 2});
    }

    @Test
    void shouldNotAllocateWhatIsOnlyClaimed() {
        decoder.read(Unpooled.buffer().writeInt(FRAME_BYTES_MAX).writeInt(1), allocator);

        assertThat(sink.taken).isEmpty();
        assertThat(decoder.gatheredCapacityBytes()).isLessThanOrEqualTo(16 * 1024);
    }

    @Test
    void shouldRefuseLengthsThatNoRequestHas() {
        assertThatThrownBy(() -> decoder.read(Unpooled.buffer().writeInt(-1), allocator))
                .isInstanceOf(FrameDecoder.BadLengthException.class)
                .hasMessageContaining("-1");
        decoder.close();
        assertThatThrownBy(() -> decoder.read(Unpooled.buffer().writeInt(FRAME_BYTES_MAX + 1), allocator))
                .hasMessageContaining("socket.request.max.bytes");
        decoder.close();
        assertThatThrownBy(() -> decoder.read(
                        Unpooled.copiedBuffer("GET / HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII)), allocator))
                .hasMessageContaining("HTTP");
    }

    @Test
    void shouldHoldBytesBackWhileThereIsNoRoomAndLoseNone() {
        sink.mayTake = false;
        decoder.read(Unpooled.buffer().writeInt(2).writeShort(7).writeInt(2).writeShort(8), allocator);
        decoder.read(Unpooled.buffer().writeInt(2).writeShort(9), allocator);
        assertThat(decoder.isHeldUp()).isTrue();
        assertThat(sink.taken).isEmpty();

        sink.mayTake = true;
        boolean done = decoder.resume(allocator);

        assertThat(done).isTrue();
        assertThat(sink.taken).containsExactly(new byte[] {0, 7}, new byte[] {0, 8}, new byte[] {0, 9});
    }

    @Test
    void shouldAskForRoomOnceForEachFrame() {
        sink.mayGather = false;
        decoder.read(Unpooled.buffer().writeInt(2).writeByte(0), allocator);
        assertThat(decoder.isHeldUp()).isTrue();
        assertThat(decoder.reservedBytes()).isZero();

        sink.mayGather = true;
        decoder.resume(allocator);
        assertThat(decoder.reservedBytes()).isEqualTo(2);
        decoder.read(Unpooled.buffer().writeByte(5), allocator);

        assertThat(sink.asked).containsExactly(2, 2);
        assertThat(sink.taken).containsExactly(new byte[] {0, 5});
        assertThat(decoder.reservedBytes()).isZero();
    }

    private static final class RecordingSink implements FrameDecoder.Sink {
        private final List<byte[]> taken = new ArrayList<>();
        private final List<Integer> asked = new ArrayList<>();
        private boolean mayGather = true;
        private boolean mayTake = true;

        @Override
        public boolean mayGather(int length) {
            asked.add(length);
            return mayGather;
        }

        @Override
        public boolean mayTake() {
            return mayTake;
        }

        @Override
        public void take(ByteBuf frame) {
            taken.add(ByteBufUtil.getBytes(frame));
            frame.release();
        }
    }
}
