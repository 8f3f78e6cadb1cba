package dev.paddock.broker.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paddock.protocol.message.ResponseHeader;
import dev.paddock.protocol.message.SaslHandshakeResponse;
import dev.paddock.protocol.wire.OutboundFrame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ResponseOrdererTest {
    private final List<OutboundFrame> sent = new ArrayList<>();
    private final ResponseOrderer orderer = new ResponseOrderer(8, sent::add);

    @Test
    void shouldKeepTheOrderOfTheRequestsWhateverIsReadyFirst() {
        for (long seed = 0; seed < 100; seed++) {
            List<ResponseOrderer.Slot> slots = new ArrayList<>();
            List<OutboundFrame> frames = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                slots.add(orderer.open());
                frames.add(frame());
            }
            List<Integer> order = new ArrayList<>(List.of(0, 1, 2, 3, 4, 5, 6, 7));
            Collections.shuffle(order, new Random(seed));

            order.forEach(i -> orderer.complete(slots.get(i), frames.get(i)));

            assertThat(sent).as("seed %d", seed).containsExactlyElementsOf(frames);
            sent.forEach(OutboundFrame::release);
            sent.clear();
        }
    }

    @Test
    void shouldPassOverRequestsWithoutAnAnswer() {
        ResponseOrderer.Slot silent = orderer.open();
        ResponseOrderer.Slot answered = orderer.open();
        OutboundFrame frame = frame();

        orderer.complete(answered, frame);
        assertThat(sent).isEmpty();
        orderer.complete(silent, null);

        assertThat(sent).containsExactly(frame);
        assertThat(orderer.isEmpty()).isTrue();
        frame.release();
    }

    @Test
    void shouldBeFullAtItsBound() {
        for (int i = 0; i < 8; i++) {
            assertThat(orderer.isFull()).isFalse();
            orderer.open();
        }
        assertThat(orderer.isFull()).isTrue();
    }

    @Test
    void shouldGiveBackWhatCanNoLongerBeSent() {
        orderer.open();
        ResponseOrderer.Slot waiting = orderer.open();
        ResponseOrderer.Slot late = orderer.open();
        OutboundFrame waitingFrame = frame();
        OutboundFrame lateFrame = frame();
        orderer.complete(waiting, waitingFrame);

        orderer.close();
        orderer.complete(late, lateFrame);

        assertThat(sent).isEmpty();
        assertThat(((ByteBuf) waitingFrame.parts().get(0)).refCnt()).isZero();
        assertThat(((ByteBuf) lateFrame.parts().get(0)).refCnt()).isZero();
    }

    private static OutboundFrame frame() {
        return OutboundFrame.encode(
                UnpooledByteBufAllocator.DEFAULT, new ResponseHeader(), (short) 0, new SaslHandshakeResponse(), (short)
                        0);
    }
}
