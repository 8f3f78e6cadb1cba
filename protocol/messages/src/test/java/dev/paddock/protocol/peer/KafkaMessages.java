package dev.paddock.protocol.peer;

import dev.paddock.protocol.Uuid;
import dev.paddock.protocol.generator.schema.FieldSchema;
import dev.paddock.protocol.generator.schema.MessageSchema;
import dev.paddock.protocol.peer.StructValue.FieldValue;
import dev.paddock.protocol.wire.UnknownTaggedField;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** One message as one release of Kafka has it: values in, bytes out, and back, all by reflection. */
public final class KafkaMessages {
    private static final String PROTOCOL = "org.apache.kafka.common.protocol.";

    private final KafkaRelease release;
    private final Class<?> messageClass;
    private final Map<String, Method> setters = new ConcurrentHashMap<>();

    public KafkaMessages(KafkaRelease release, MessageSchema message) {
        this.release = release;
        this.messageClass = release.messageClass(message);
    }

    public byte[] write(StructValue value, short version) {
        return write(build(messageClass, value), version);
    }

    /** Whether Kafka says that the version has no place for one of the values. */
    public boolean refuses(StructValue value, short version) {
        try {
            write(value, version);
            return false;
        } catch (RuntimeException e) {
            if (e.getClass().getName().equals("org.apache.kafka.common.errors.UnsupportedVersionException")) {
                return true;
            }
            throw e;
        }
    }

    /** What Kafka writes after it has read the bytes. */
    public byte[] rewrite(byte[] bytes, short version) {
        return (byte[]) KafkaRelease.call(() -> {
            Object message = messageClass.getConstructor().newInstance();
            Class<?> readable = release.load(PROTOCOL + "Readable");
            Object in = accessor(ByteBuffer.wrap(bytes));
            messageClass.getMethod("read", readable, short.class).invoke(message, in, version);
            return write(message, version);
        });
    }

    /** The lowest or highest version, as Kafka's class says it. */
    public short version(String method) {
        return (short) KafkaRelease.call(() -> messageClass
                .getMethod(method)
                .invoke(messageClass.getConstructor().newInstance()));
    }

    private byte[] write(Object message, short version) {
        return (byte[]) KafkaRelease.call(() -> {
            Class<?> cacheClass = release.load(PROTOCOL + "ObjectSerializationCache");
            Object cache = cacheClass.getConstructor().newInstance();
            int size = (int) release.load(PROTOCOL + "Message")
                    .getMethod("size", cacheClass, short.class)
                    .invoke(message, cache, version);
            ByteBuffer buffer = ByteBuffer.allocate(size);
            messageClass
                    .getMethod("write", release.load(PROTOCOL + "Writable"), cacheClass, short.class)
                    .invoke(message, accessor(buffer), cache, version);
            return buffer.array();
        });
    }

    private Object accessor(ByteBuffer buffer) throws ReflectiveOperationException {
        return release.load(PROTOCOL + "ByteBufferAccessor")
                .getConstructor(ByteBuffer.class)
                .newInstance(buffer);
    }

    private Object build(Class<?> structClass, StructValue value) {
        return KafkaRelease.call(() -> {
            Object struct = structClass.getConstructor().newInstance();
            for (FieldValue field : value.fields()) {
                Method setter = setter(structClass, field.field());
                setter.invoke(struct, converted(setter.getParameterTypes()[0], field.field(), field.value()));
            }
            List<Object> unknown = unknownTaggedFields(struct);
            for (UnknownTaggedField field : value.unknown()) {
                unknown.add(release.load(PROTOCOL + "types.RawTaggedField")
                        .getConstructor(int.class, byte[].class)
                        .newInstance(field.tag(), field.bytes()));
            }
            return struct;
        });
    }

    @SuppressWarnings("unchecked")
    private static List<Object> unknownTaggedFields(Object struct) throws ReflectiveOperationException {
        return (List<Object>) struct.getClass().getMethod("unknownTaggedFields").invoke(struct);
    }

    private Method setter(Class<?> structClass, FieldSchema field) {
        String name = "set" + Character.toUpperCase(field.name().charAt(0))
                + field.name().substring(1);
        return setters.computeIfAbsent(structClass.getName() + "." + name, key -> {
            for (Method method : structClass.getMethods()) {
                if (method.getName().equals(name)) {
                    return method;
                }
            }
            throw new IllegalStateException(release + ": no method " + key);
        });
    }

    private Object converted(Class<?> parameter, FieldSchema field, Object value) throws ReflectiveOperationException {
        if (!(value instanceof List<?> elements)) {
            return element(parameter, value);
        }
        @SuppressWarnings("unchecked")
        Collection<Object> collection = parameter == List.class
                ? new ArrayList<>()
                : (Collection<Object>) parameter.getConstructor().newInstance();
        for (Object element : elements) {
            boolean isAdded = collection.add(element(null, element));
            if (!isAdded) {
                throw new IllegalStateException(field.name() + ": Kafka's collection does not take " + element);
            }
        }
        return collection;
    }

    private Object element(Class<?> parameter, Object value) throws ReflectiveOperationException {
        if (value instanceof StructValue struct) {
            return build(release.load(messageClass.getName() + "$" + struct.type()), struct);
        }
        if (value instanceof Uuid uuid) {
            return release.load("org.apache.kafka.common.Uuid")
                    .getConstructor(long.class, long.class)
                    .newInstance(uuid.mostSignificantBits(), uuid.leastSignificantBits());
        }
        if (!(value instanceof byte[] bytes) || parameter == byte[].class) {
            return value;
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        if (parameter == ByteBuffer.class) {
            return buffer;
        }
        // BaseRecords, whose package differs between releases, lies beside MemoryRecords.
        return release.load(parameter.getPackageName() + ".MemoryRecords")
                .getMethod("readableRecords", ByteBuffer.class)
                .invoke(null, buffer);
    }
}
