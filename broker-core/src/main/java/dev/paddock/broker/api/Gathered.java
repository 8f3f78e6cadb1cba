package dev.paddock.broker.api;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Several answers that become one. */
final class Gathered {
    private Gathered() {}

    /** In the same order. Fails when one of them does, after all are done. */
    static <T> CompletableFuture<List<T>> of(List<CompletableFuture<T>> parts) {
        return CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new))
                .thenApply(done -> parts.stream().map(CompletableFuture::join).toList());
    }
}
