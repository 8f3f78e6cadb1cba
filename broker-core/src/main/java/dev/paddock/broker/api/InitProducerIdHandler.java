package dev.paddock.broker.api;

import dev.paddock.broker.net.RequestContext;
import dev.paddock.broker.topic.BrokerTopics;
import dev.paddock.protocol.ErrorCode;
import dev.paddock.protocol.message.ApiKey;
import dev.paddock.protocol.message.InitProducerIdRequest;
import dev.paddock.protocol.message.InitProducerIdResponse;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An id for an idempotent producer.
 *
 * <p>Behaviour: any broker gives one out, always a new one, in epoch 0, also to a producer that names the one it has. While
 * there is none to be had the error is COORDINATOR_LOAD_IN_PROGRESS, which clients try again.
 *
 * <p>Differs from Kafka: there are no transactions yet, and a transactional id gets UNSUPPORTED_VERSION. Kafka's word for a
 * coordinator that is not there is COORDINATOR_NOT_AVAILABLE; but clients look for it again and again until
 * max.block.ms is over, while this ends them at once, with a clear word.
 */
final class InitProducerIdHandler implements ApiHandler<InitProducerIdRequest, InitProducerIdResponse> {
    private static final Logger LOG = LoggerFactory.getLogger(InitProducerIdHandler.class);
    private static final long NO_ID = -1;
    private static final short NO_EPOCH = -1;

    private final Supplier<BrokerTopics> topics;

    InitProducerIdHandler(Supplier<BrokerTopics> topics) {
        this.topics = topics;
    }

    @Override
    public ApiKey api() {
        return ApiKey.INIT_PRODUCER_ID;
    }

    @Override
    public void handle(RequestContext context, InitProducerIdRequest request) {
        if ((request.producerId() == NO_ID) != (request.producerEpoch() == NO_EPOCH)
                || "".equals(request.transactionalId())) {
            context.respond(failure(request, ErrorCode.INVALID_REQUEST));
            return;
        }
        if (request.transactionalId() != null) {
            context.respond(failure(request, ErrorCode.UNSUPPORTED_VERSION));
            return;
        }
        var next = topics.get().producerIds().next();
        if (!next.isDone()) {
            context.park();
        }
        var unused = next.whenComplete((id, failure) -> {
            if (failure == null) {
                context.respond(new InitProducerIdResponse().producerId(id).producerEpoch((short) 0));
            } else {
                LOG.debug("{} gets no producer id", context, failure);
                context.respond(failure(request, ErrorCode.COORDINATOR_LOAD_IN_PROGRESS));
            }
        });
    }

    @Override
    public InitProducerIdResponse failure(InitProducerIdRequest request, ErrorCode error) {
        return new InitProducerIdResponse()
                .errorCode(error.code())
                .producerId(NO_ID)
                .producerEpoch(NO_EPOCH);
    }
}
