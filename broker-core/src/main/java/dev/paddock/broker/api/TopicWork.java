package dev.paddock.broker.api;

import dev.paddock.broker.net.RequestContext;
import dev.paddock.protocol.ErrorCode;
import dev.paddock.protocol.message.RequestMessage;
import dev.paddock.protocol.wire.Message;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the handlers have in common that do something to many topics and answer when all of it is done. */
final class TopicWork {
    private static final Logger LOG = LoggerFactory.getLogger(TopicWork.class);

    private TopicWork() {}

    /** Parks the request and answers when the parts are there, or with the handler's failure. */
    static <Q extends RequestMessage<R>, R extends Message, T> void answer(
            RequestContext context,
            ApiHandler<Q, R> handler,
            Q request,
            List<CompletableFuture<T>> parts,
            Function<List<T>, R> response) {
        CompletableFuture<List<T>> all = Gathered.of(parts);
        if (!all.isDone()) {
            context.park();
        }
        var unused = all.thenApply(response).whenComplete((whole, failure) -> {
            if (failure == null) {
                context.respond(whole);
            } else {
                LOG.error("{} failed", context, failure);
                context.respond(handler.failure(request, ErrorMapping.errorOf(failure)));
            }
        });
    }

    /** The error of one part; what no client can have caused is logged. */
    static ErrorCode errorOf(Throwable failure, String what) {
        if (ErrorMapping.isUnexpected(failure)) {
            LOG.error("{} failed", what, failure);
        }
        return ErrorMapping.errorOf(failure);
    }

    static Set<String> namedTwice(Collection<String> names) {
        Set<String> seen = new HashSet<>();
        Set<String> twice = new HashSet<>();
        for (String name : names) {
            if (!seen.add(name)) {
                twice.add(name);
            }
        }
        return twice;
    }
}
