package dev.paddock.coordinator.producer;

import dev.paddock.coordinator.zk.ZnodeJson;

/**
 * {@code /latest_producer_id_block}, persistent: the block of producer ids that was given out last, and to whom. Empty
 * before the first. Written in the very bytes of Apache Kafka 3.9, whose ids are texts.
 */
public final class ProducerIdBlockZnode {
    public static final String PATH = "/latest_producer_id_block";

    private static final int VERSION = 1;

    private ProducerIdBlockZnode() {}

    public static byte[] encode(ProducerIdBlock block) {
        return ZnodeJson.object(json -> {
            json.writeNumberField("version", VERSION);
            json.writeNumberField("broker", block.brokerId());
            json.writeStringField("block_start", Long.toString(block.first()));
            json.writeStringField("block_end", Long.toString(block.last()));
        });
    }

    public static ProducerIdBlock decode(byte[] bytes) {
        ZnodeJson json = ZnodeJson.parse(PATH, bytes);
        long first = id(json, "block_start");
        long last = id(json, "block_end");
        if (first < 0 || last < first) {
            throw json.malformed("block " + first + " to " + last + " is none");
        }
        return new ProducerIdBlock(json.integer("broker"), first, last);
    }

    private static long id(ZnodeJson json, String field) {
        try {
            return Long.parseLong(json.text(field));
        } catch (NumberFormatException e) {
            throw json.malformed("'" + field + "' is no 64-bit number");
        }
    }
}
