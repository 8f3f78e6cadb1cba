package dev.paddock.protocol.peer;

import dev.paddock.protocol.generator.schema.MessageSchema;
import dev.paddock.protocol.wire.Message;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** One message in one version: makes valid frames of it, and decodes what claims to be one. */
public record FrameKind(MessageSchema schema, short version, PaddockMessages messages) {

    /** All that we can read: requests, responses, headers, and what lies in logs and inside other messages. */
    public static List<FrameKind> all() {
        List<FrameKind> kinds = new ArrayList<>();
        for (MessageSchema schema : Schemas.MERGED.values()) {
            PaddockMessages messages = new PaddockMessages(schema.name());
            for (int v = schema.versions().lowest(); v <= schema.versions().highest(); v++) {
                kinds.add(new FrameKind(schema, (short) v, messages));
            }
        }
        return kinds;
    }

    public static FrameKind of(String message, short version) {
        return new FrameKind(Schemas.MERGED.get(message), version, new PaddockMessages(message));
    }

    public byte[] random(RandomGenerator random) {
        return write(new RandomMessages(schema, schema, random).next(version));
    }

    public byte[] write(StructValue value) {
        return PaddockMessages.write(messages.build(value), version);
    }

    public Message read(ByteBuf frame) {
        return messages.read(frame, version);
    }

    @Override
    public String toString() {
        return schema.name() + " v" + version;
    }
}
