package dev.paddock.log.epoch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.paddock.log.io.DamagedFileException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeaderEpochCodecTest {
    @Test
    void shouldReadWhatItWrote() throws Exception {
        LeaderEpochs epochs = LeaderEpochs.of(List.of(new EpochStart(0, 0), new EpochStart(7, 1L << 40)));

        byte[] content = LeaderEpochCodec.encode(epochs);

        assertThat(new String(content, UTF_8)).isEqualTo("0\n2\n0 0\n7 1099511627776\n");
        assertThat(LeaderEpochCodec.decode(content, "file").starts()).isEqualTo(epochs.starts());
    }

    @Test
    void shouldTakeTheLaterOfTwoThatContradict() throws Exception {
        assertThat(decode("0\n3\n0 0\n5 10\n3 8\n").starts())
                .containsExactly(new EpochStart(0, 0), new EpochStart(3, 8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0\n1\n-1 5\n",
                "0\n1\n1 -5\n",
                "0\n1\n2147483648 5\n",
                "0\n1\n1 x\n",
                "0\n1\n1\n",
                "0\n1\n1 2 3\n"
            })
    void shouldNameTheLineThatIsDamaged(String text) {
        assertThatThrownBy(() -> decode(text))
                .isInstanceOf(DamagedFileException.class)
                .hasMessageContainingAll("t-0/leader-epoch-checkpoint", "line 3");
    }

    private static LeaderEpochs decode(String text) throws DamagedFileException {
        return LeaderEpochCodec.decode(text.getBytes(UTF_8), "t-0/leader-epoch-checkpoint");
    }
}
