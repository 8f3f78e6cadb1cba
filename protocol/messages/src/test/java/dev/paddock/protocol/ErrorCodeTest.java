package dev.paddock.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paddock.protocol.peer.KafkaRelease;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ErrorCodeTest {
    private record Described(String name, short code, boolean isRetriable) {}

    @Test
    void shouldBeKafkasErrors() throws ReflectiveOperationException {
        List<Described> ours = Arrays.stream(ErrorCode.values())
                .map(error -> new Described(error.name(), error.code(), error.isRetriable()))
                .toList();

        assertThat(ours).containsExactlyElementsOf(kafkas());
    }

    private static List<Described> kafkas() throws ReflectiveOperationException {
        Class<?> errors = KafkaRelease.NEWEST.load("org.apache.kafka.common.protocol.Errors");
        Class<?> retriable = KafkaRelease.NEWEST.load("org.apache.kafka.common.errors.RetriableException");
        Described[] described = new Described[errors.getEnumConstants().length];
        for (int i = 0; i < described.length; i++) {
            Object error = errors.getEnumConstants()[i];
            Object exception = errors.getMethod("exception").invoke(error);
            short code = (short) errors.getMethod("code").invoke(error);
            described[i] = new Described(error.toString(), code, retriable.isInstance(exception));
        }
        return List.of(described);
    }

    @Test
    void shouldFindAnErrorByItsCode() {
        for (ErrorCode error : ErrorCode.values()) {
            assertThat(ErrorCode.forCode(error.code())).isSameAs(error);
        }
    }

    @Test
    void shouldTakeACodeOfANewerPeerForAnUnknownError() {
        assertThat(ErrorCode.forCode((short) (ErrorCode.values().length - 1))).isSameAs(ErrorCode.UNKNOWN_SERVER_ERROR);
        assertThat(ErrorCode.forCode(Short.MAX_VALUE)).isSameAs(ErrorCode.UNKNOWN_SERVER_ERROR);
        assertThat(ErrorCode.forCode(Short.MIN_VALUE)).isSameAs(ErrorCode.UNKNOWN_SERVER_ERROR);
    }
}
