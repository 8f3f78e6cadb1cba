package dev.paddock.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paddock.protocol.peer.DecodingCost;
import dev.paddock.protocol.peer.FrameKind;
import dev.paddock.protocol.peer.Mutation;
import dev.paddock.protocol.peer.PaddockMessages;
import dev.paddock.protocol.peer.Seeds;
import dev.paddock.protocol.peer.SmallestStructs;
import dev.paddock.protocol.peer.SmallestStructs.Filling;
import dev.paddock.protocol.peer.StructValue;
import dev.paddock.protocol.wire.Message;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whatever comes in is decoded or refused, and costs no more than a small multiple of its bytes. */
class HostileInputTest {
    private static final int INPUTS = 240_000;
    private static final int FRAMES_OF_EACH_KIND = 4;
    private static final int ALLOCATED_PER_BYTE_MAX = 40;
    /** An exception with its stack trace, and the reader itself. */
    private static final int ALLOCATED_ALWAYS_MAX = 4 * 1024;

    private static final List<FrameKind> KINDS = FrameKind.all();

    /** Loading a class, or making an error text for the first time, allocates, and is not what is measured. */
    @BeforeAll
    static void warmUp() {
        Random random = new Random(Seeds.BASE + 1);
        List<byte[]> frames = frames(random);
        for (int i = 0; i < 2 * frames.size(); i++) {
            Mutation mutation = Mutation.values()[i % Mutation.values().length];
            byte[] input = mutation.of(frames.get(i % frames.size()), frames.get(0), random);
            release(DecodingCost.of(kind(i % frames.size()), Unpooled.wrappedBuffer(input)));
        }
    }

    private static List<byte[]> frames(Random random) {
        List<byte[]> frames = new ArrayList<>();
        for (FrameKind kind : KINDS) {
            for (int i = 0; i < FRAMES_OF_EACH_KIND; i++) {
                frames.add(kind.random(random));
            }
        }
        return frames;
    }

    private static FrameKind kind(int frame) {
        return KINDS.get(frame / FRAMES_OF_EACH_KIND);
    }

    @Test
    void shouldDecodeOrRefuseWhateverComesIn() {
        Random random = new Random(Seeds.BASE);
        List<byte[]> frames = frames(random);
        int decoded = 0;
        for (int i = 0; i < INPUTS; i++) {
            int chosen = random.nextInt(frames.size());
            Mutation mutation = Mutation.values()[random.nextInt(Mutation.values().length)];
            byte[] other = frames.get(random.nextInt(frames.size()));
            byte[] input = mutation.of(frames.get(chosen), other, random);
            FrameKind kind = kind(chosen);
            String what = kind + ", input " + i + " (" + mutation + ") of seed " + Seeds.BASE;
            decoded += decode(kind, input, what) ? 1 : 0;
        }
        assertThat(decoded)
                .as("some mutations leave a frame valid, most do not")
                .isBetween(INPUTS / 20, INPUTS / 2);
    }

    /** Whether the input was a message after all. */
    private static boolean decode(FrameKind kind, byte[] input, String what) {
        ByteBuf frame = Unpooled.wrappedBuffer(input);
        DecodingCost cost = cost(kind, frame, what);
        if (cost.allocatedBytes() > allocatedMax(input)) {
            // A method reference is linked at its first use, which allocates once; what a peer can repeat counts.
            release(cost);
            cost = cost(kind, frame.readerIndex(0), what);
        }
        if (cost.allocatedBytes() > allocatedMax(input)) {
            throw new AssertionError(what + ": " + cost.allocatedBytes() + " bytes allocated for " + input.length);
        }
        if (cost.message() != null) {
            assertSayableAgain(kind, cost.message(), what);
            cost.message().release();
        }
        if (frame.refCnt() != 1) {
            throw new AssertionError(what + ": " + frame.refCnt() + " references are left to the frame");
        }
        return cost.message() != null;
    }

    private static DecodingCost cost(FrameKind kind, ByteBuf frame, String what) {
        try {
            return DecodingCost.of(kind, frame);
        } catch (RuntimeException | Error e) {
            throw new AssertionError(what + ": " + e, e);
        }
    }

    private static long allocatedMax(byte[] input) {
        return ALLOCATED_ALWAYS_MAX + (long) ALLOCATED_PER_BYTE_MAX * input.length;
    }

    private static void release(DecodingCost cost) {
        if (cost.message() != null) {
            cost.message().release();
        }
    }

    /** What is read is a message like any other: it can be written, and is then read as the same. */
    private static void assertSayableAgain(FrameKind kind, Message message, String what) {
        byte[] again = PaddockMessages.write(message, kind.version());
        Message same = kind.read(Unpooled.wrappedBuffer(again));
        if (!same.equals(message)) {
            throw new AssertionError(what + ": was " + message + ", and after writing and reading it " + same);
        }
        same.release();
    }

    @Test
    void shouldAllocateLittleForManySmallElements() {
        for (FrameKind kind : KINDS) {
            for (Filling filling : Filling.values()) {
                for (StructValue message : new SmallestStructs(kind, filling, 1_000).messages()) {
                    assertThat(decode(kind, kind.write(message), kind + " with " + filling))
                            .isTrue();
                }
            }
        }
    }

    @Test
    void shouldAllocateLittleForALongFrameOfOneByte() {
        for (FrameKind kind : KINDS) {
            for (byte repeated : new byte[] {0, 1, 2, 3, 0x10, 0x7f, (byte) 0x80, -1}) {
                byte[] input = new byte[16 * 1024];
                Arrays.fill(input, repeated);
                decode(kind, input, kind + " of nothing but " + repeated);
            }
        }
    }
}
