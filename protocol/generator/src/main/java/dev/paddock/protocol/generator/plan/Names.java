package dev.paddock.protocol.generator.plan;

import com.palantir.javapoet.ClassName;
import java.util.Locale;
import javax.lang.model.SourceVersion;

/** The packages and hand-written classes that generated code names, and how Kafka's names become Java's. */
public final class Names {
    private static final String ROOT_PACKAGE = "dev.paddock.protocol";
    public static final String MESSAGE_PACKAGE = ROOT_PACKAGE + ".message";
    private static final String WIRE_PACKAGE = ROOT_PACKAGE + ".wire";

    public static final ClassName API_KEY = ClassName.get(MESSAGE_PACKAGE, "ApiKey");
    public static final ClassName UUID = ClassName.get(ROOT_PACKAGE, "Uuid");
    public static final ClassName RECORDS = ClassName.get(WIRE_PACKAGE, "Records");
    public static final ClassName STRUCT = ClassName.get(WIRE_PACKAGE, "Struct");
    public static final ClassName MESSAGE = ClassName.get(WIRE_PACKAGE, "Message");
    public static final ClassName REQUEST = ClassName.get(MESSAGE_PACKAGE, "RequestMessage");
    public static final ClassName READER = ClassName.get(WIRE_PACKAGE, "WireReader");
    public static final ClassName WRITER = ClassName.get(WIRE_PACKAGE, "WireWriter");
    public static final ClassName SIZE = ClassName.get(WIRE_PACKAGE, "WireSize");
    public static final ClassName UNKNOWN_TAG = ClassName.get(WIRE_PACKAGE, "UnknownTaggedField");

    private Names() {}

    /** "TopicId" is topicId. */
    public static String variable(String kafkaName) {
        String name = Character.toLowerCase(kafkaName.charAt(0)) + kafkaName.substring(1);
        return SourceVersion.isKeyword(name) ? name + "_" : name;
    }

    /** "ListOffsets" is LIST_OFFSETS. */
    public static String constant(String kafkaName) {
        return kafkaName.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT);
    }
}
