package dev.paddock.protocol.peer;

import dev.paddock.protocol.generator.plan.Names;
import dev.paddock.protocol.generator.schema.FieldSchema;
import dev.paddock.protocol.peer.StructValue.FieldValue;
import dev.paddock.protocol.wire.Message;
import dev.paddock.protocol.wire.OutboundFrame;
import dev.paddock.protocol.wire.Records;
import dev.paddock.protocol.wire.WireReader;
import dev.paddock.protocol.wire.WireWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** One message of ours, found by its name: values in, bytes out, and back. */
public final class PaddockMessages {
    /** Without leak detection, which would take longer than all the rest; what is retained is counted instead. */
    private static final UnpooledByteBufAllocator ALLOCATOR = new UnpooledByteBufAllocator(false, true);

    private final Class<?> messageClass;
    private final WireReader.Element<? extends Message> read;
    private final Map<String, Method> setters = new ConcurrentHashMap<>();

    public PaddockMessages(String name) {
        try {
            messageClass = Class.forName(Names.MESSAGE_PACKAGE + "." + name);
            read = reader(messageClass);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    public Message build(StructValue value) {
        return (Message) build(messageClass, value);
    }

    /** Decodes as a broker would, and leaves the buffer's reader index behind what was read. */
    public Message read(ByteBuf in, short version) {
        return new WireReader(in).decode(messageClass.getSimpleName(), version, read);
    }

    /** The method reference that a caller would write, which unlike a call by reflection allocates nothing. */
    @SuppressWarnings("unchecked")
    private static WireReader.Element<? extends Message> reader(Class<?> messageClass)
            throws ReflectiveOperationException {
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        MethodHandle read = lookup.findStatic(
                messageClass, "read", MethodType.methodType(messageClass, WireReader.class, short.class));
        try {
            return (WireReader.Element<? extends Message>) LambdaMetafactory.metafactory(
                            lookup,
                            "read",
                            MethodType.methodType(WireReader.Element.class),
                            MethodType.methodType(Object.class, WireReader.class, short.class),
                            read,
                            read.type())
                    .getTarget()
                    .invoke();
        } catch (Throwable e) {
            throw new ReflectiveOperationException(e);
        }
    }

    /** All bytes of a message, with those that a frame keeps apart. */
    public static byte[] write(Message message, short version) {
        OutboundFrame frame = OutboundFrame.encode(ALLOCATOR, new NoHeader(), (short) 0, message, version);
        try {
            ByteBuf[] parts = frame.parts().toArray(ByteBuf[]::new);
            ByteBuf all = Unpooled.wrappedUnmodifiableBuffer(parts).skipBytes(Integer.BYTES);
            byte[] bytes = new byte[all.readableBytes()];
            all.readBytes(bytes);
            return bytes;
        } finally {
            frame.release();
        }
    }

    private Object build(Class<?> structClass, StructValue value) {
        return KafkaRelease.call(() -> {
            Object struct = structClass.getConstructor().newInstance();
            for (FieldValue field : value.fields()) {
                Method setter = setter(structClass, Names.variable(field.field().name()));
                Object converted = converted(setter.getParameterTypes()[0], field.value());
                if (!isLeftOut(field.field(), converted)) {
                    setter.invoke(struct, converted);
                }
            }
            if (!value.unknown().isEmpty()) {
                setter(structClass, "unknownTaggedFields").invoke(struct, value.unknown());
            }
            return struct;
        });
    }

    /** A tagged struct that holds nothing but defaults is not written, and so reads as absent. */
    private static boolean isLeftOut(FieldSchema field, Object value) throws ReflectiveOperationException {
        return field.tag().isPresent()
                && !field.isArray()
                && field.nullable().isEmpty()
                && Schemas.isStruct(field)
                && value != null
                && value.equals(value.getClass().getConstructor().newInstance());
    }

    private Method setter(Class<?> structClass, String name) {
        return setters.computeIfAbsent(structClass.getName() + "." + name, key -> {
            for (Method method : structClass.getMethods()) {
                if (method.getName().equals(name) && method.getParameterCount() == 1) {
                    return method;
                }
            }
            throw new IllegalStateException("no method " + key);
        });
    }

    private Object converted(Class<?> parameter, Object value) {
        if (value instanceof List<?> elements && parameter.isArray()) {
            Object array = Array.newInstance(parameter.getComponentType(), elements.size());
            for (int i = 0; i < elements.size(); i++) {
                Array.set(array, i, elements.get(i));
            }
            return array;
        }
        if (value instanceof List<?> elements) {
            List<Object> list = new ArrayList<>();
            elements.forEach(element -> list.add(converted(Object.class, element)));
            return list;
        }
        if (value instanceof StructValue struct) {
            return build(nested(struct.type()), struct);
        }
        return value instanceof byte[] bytes && parameter == Records.class
                ? Records.of(Unpooled.wrappedBuffer(bytes))
                : value;
    }

    private Class<?> nested(String type) {
        try {
            return Class.forName(messageClass.getName() + "$" + type);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Puts a body alone into a frame. */
    private static final class NoHeader implements Message {
        @Override
        public void write(WireWriter out, short version) {
            // It has no bytes.
        }

        @Override
        public int size(short version) {
            return 0;
        }
    }
}
