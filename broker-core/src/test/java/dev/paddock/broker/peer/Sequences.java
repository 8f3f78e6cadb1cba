package dev.paddock.broker.peer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.paddock.broker.RecordRequests;
import dev.paddock.broker.net.RawClient;
import dev.paddock.protocol.ErrorCode;
import dev.paddock.protocol.message.InitProducerIdRequest;
import dev.paddock.protocol.message.InitProducerIdResponse;
import dev.paddock.protocol.message.ProduceResponse.PartitionProduceResponse;
import dev.paddock.protocol.record.BatchSettings;
import io.netty.buffer.ByteBuf;
import java.io.IOException;

/** One idempotent producer, by hand: it goes on over every change of broker, and each broker must know where it was. */
public final class Sequences {
    private static final int PRODUCE_VERSION = 7;
    private static final int INIT_VERSION = 1;

    private final int port;
    private final String topic;
    private final long producerId;
    private int nextSequence;
    private long lastOffset;

    public Sequences(PeerHome home, String topic) throws IOException {
        this.port = home.port();
        this.topic = topic;
        try (RawClient client = new RawClient(port)) {
            InitProducerIdResponse answer = RecordRequests.ask(
                    client, new InitProducerIdRequest().transactionalId(null).transactionTimeoutMs(1000), INIT_VERSION);
            assertThat(answer.errorCode()).isZero();
            producerId = answer.producerId();
        }
    }

    public void append() throws IOException {
        PartitionProduceResponse answer = send(nextSequence);
        assertThat(ErrorCode.forCode(answer.errorCode())).isEqualTo(ErrorCode.NONE);
        nextSequence += 2;
        lastOffset = answer.baseOffset();
    }

    /** The last batch again is known, one that leaves out some is refused, and then it goes on. */
    public void continueOnTheOtherBroker() throws IOException {
        PartitionProduceResponse again = send(nextSequence - 2);
        assertThat(ErrorCode.forCode(again.errorCode())).isEqualTo(ErrorCode.NONE);
        assertThat(again.baseOffset()).as("offset of a duplicate").isEqualTo(lastOffset);
        assertThat(ErrorCode.forCode(send(nextSequence + 2).errorCode()))
                .isEqualTo(ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER);
        append();
    }

    private PartitionProduceResponse send(int sequence) throws IOException {
        BatchSettings settings =
                RecordRequests.plain().with(new BatchSettings.Producer(producerId, (short) 0, sequence, false));
        // A producer whose last record is a day old is forgotten.
        long nowMs = System.currentTimeMillis();
        ByteBuf batch = RecordRequests.batch(settings, nowMs, "s" + sequence, "s" + (sequence + 1));
        try (RawClient client = new RawClient(port)) {
            return RecordRequests.only(
                    RecordRequests.ask(client, RecordRequests.produce(topic, 0, -1, batch), PRODUCE_VERSION));
        }
    }
}
