package dev.paddock.client.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.TooLongFrameException;
import java.io.EOFException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ResponseFrameDecoderTest {
    private static final int MAX_FRAME_BYTES = 10_000_000;

    private final EmbeddedChannel channel = new EmbeddedChannel(new ResponseFrameDecoder(MAX_FRAME_BYTES));

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @Test
    void shouldCutAnyStreamIntoItsFramesHoweverItArrives() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        List<byte[]> frames = new ArrayList<>();
        ByteBuf stream = Unpooled.buffer();
        for (int i = 0; i < 40; i++) {
            byte[] frame = new byte[4 + (i % 10 == 0 ? random.nextInt(300_000) : random.nextInt(50))];
            random.nextBytes(frame);
            frames.add(frame);
            stream.writeInt(frame.length).writeBytes(frame);
        }

        while (stream.isReadable()) {
            int piece = random.nextInt(4) == 0 ? random.nextInt(100_000) : random.nextInt(20);
            channel.writeInbound(stream.readBytes(Math.min(stream.readableBytes(), 1 + piece)));
        }

        for (byte[] expected : frames) {
            ByteBuf frame = channel.readInbound();
            assertThat(ByteBufUtil.getBytes(frame)).as("seed %d", seed).isEqualTo(expected);
            frame.release();
        }
        assertThat(channel.inboundMessages()).isEmpty();
    }

    @Test
    void shouldGatherAFrameOfSeveralPieces() {
        int pieceBytes = ResponseFrameDecoder.PIECE_BYTES;
        for (int length : new int[] {pieceBytes, pieceBytes + 1, 2 * pieceBytes, 2 * pieceBytes + 12_345}) {
            byte[] expected = new byte[length];
            new Random(length).nextBytes(expected);
            ByteBuf stream = Unpooled.buffer().writeInt(length).writeBytes(expected);

            while (stream.isReadable()) {
                channel.writeInbound(stream.readBytes(Math.min(stream.readableBytes(), 60_000)));
            }

            ByteBuf frame = channel.readInbound();
            assertThat(ByteBufUtil.getBytes(frame)).isEqualTo(expected);
            frame.release();
        }
    }

    @Test
    void shouldGiveBackThePiecesOfAFrameThatNeverEnds() {
        UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false);
        channel.config().setAllocator(allocator);
        channel.writeInbound(Unpooled.buffer().writeInt(MAX_FRAME_BYTES).writeZero(3_000_000));

        channel.pipeline().removeFirst();

        assertThat(allocator.metric().usedDirectMemory()).isZero();
        assertThat(allocator.metric().usedHeapMemory()).isZero();
    }

    @Test
    void shouldNotCopyAFrameThatLiesWholeInWhatWasRead() {
        ByteBuf read = Unpooled.buffer().writeInt(8).writeLong(1);

        channel.writeInbound(read);

        ByteBuf frame = channel.readInbound();
        read.setLong(4, 2);
        assertThat(frame.readLong()).isEqualTo(2);
        frame.release();
    }

    @Test
    void shouldNotAllocateWhatALengthOnlyClaims() {
        UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false);
        channel.config().setAllocator(allocator);

        channel.writeInbound(Unpooled.buffer().writeInt(MAX_FRAME_BYTES).writeLong(1));

        long allocated =
                allocator.metric().usedDirectMemory() + allocator.metric().usedHeapMemory();
        assertThat(allocated).isBetween(8L, (long) ResponseFrameDecoder.PIECE_BYTES);
        channel.pipeline().removeFirst();
    }

    @Test
    void shouldRefuseALengthAboveTheBoundAndDropWhatFollows() {
        ByteBuf oversized =
                Unpooled.buffer().writeInt(MAX_FRAME_BYTES + 1).writeInt(4).writeInt(7);

        assertThatThrownBy(() -> channel.writeInbound(oversized))
                .isInstanceOf(TooLongFrameException.class)
                .hasMessageContaining("10000001 bytes")
                .hasMessageContaining("maxResponseBytes");
        channel.writeInbound(Unpooled.buffer().writeInt(4).writeInt(7));
        assertThat(channel.inboundMessages()).isEmpty();
    }

    @Test
    void shouldRefuseALengthTooSmallForAnyAnswer() {
        assertThatThrownBy(() -> channel.writeInbound(Unpooled.buffer().writeInt(-1)))
                .isInstanceOf(CorruptedFrameException.class)
                .hasMessageContaining("-1 bytes");
    }

    @Test
    void shouldSayWhenTheListenerSpeaksTls() {
        byte[] alert = {0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x46};

        assertThatThrownBy(() -> channel.writeInbound(Unpooled.wrappedBuffer(alert)))
                .hasMessageContaining("speaks TLS");
    }

    @Test
    void shouldSayHowFarAnAnswerCameWhenTheConnectionEnds() {
        channel.writeInbound(Unpooled.buffer().writeInt(100).writeLong(1));

        assertThatThrownBy(() -> {
                    channel.close();
                    channel.checkException();
                })
                .isInstanceOf(EOFException.class)
                .hasMessageContaining("8 of the 100 bytes");
    }
}
