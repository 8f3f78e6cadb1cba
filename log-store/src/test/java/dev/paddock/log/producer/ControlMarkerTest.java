package dev.paddock.log.producer;

import static dev.paddock.log.producer.TestBatch.ABORT;
import static dev.paddock.log.producer.TestBatch.COMMIT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.paddock.log.peer.Seeds;
import io.netty.buffer.ByteBuf;
import org.junit.jupiter.api.Test;

class ControlMarkerTest {
    private final ControlMarker marker = new ControlMarker();

    @Test
    void shouldTellCommitFromAbort() {
        assertThat(read(TestBatch.marker(7, 0, COMMIT, 77).bytes())).isTrue();
        assertThat(marker.aborts()).isFalse();
        assertThat(marker.coordinatorEpoch()).isEqualTo(77);

        assertThat(read(TestBatch.marker(7, 0, ABORT, 78).bytes())).isTrue();
        assertThat(marker.aborts()).isTrue();
        assertThat(marker.coordinatorEpoch()).isEqualTo(78);
    }

    @Test
    void shouldFindNoMarkerElsewhere() {
        assertThat(read(TestBatch.marker(7, 0, 2, 0).bytes())).isFalse();
        assertThat(read(TestBatch.of(7, 0, 0).bytes())).isFalse();
        assertThat(read(TestBatch.marker(7, 0, COMMIT, 0).emptied().bytes())).isFalse();
    }

    @Test
    void shouldSurviveWhateverTheRecordsAre() {
        ByteBuf good = TestBatch.marker(7, 0, COMMIT, 77).bytes();

        Seeds.each(20_000, random -> {
            ByteBuf bad = good.copy();
            for (int i = 0; i <= random.nextInt(4); i++) {
                bad.setByte(61 + random.nextInt(bad.readableBytes() - 61), random.nextInt());
            }
            if (random.nextInt(4) == 0) {
                bad.writerIndex(61 + random.nextInt(bad.readableBytes() - 61));
                bad.capacity(bad.writerIndex());
            }
            if (read(bad)) {
                assertThat(bad.readableBytes()).isGreaterThan(61 + 10);
            }
        });
    }

    private boolean read(ByteBuf bytes) {
        return marker.read(TestBatch.view(bytes));
    }
}
