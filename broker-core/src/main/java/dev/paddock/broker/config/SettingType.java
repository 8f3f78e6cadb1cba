package dev.paddock.broker.config;

import java.util.List;
import java.util.function.Function;

/**
 * How the text of a setting becomes a value: trimmed first, then read as Apache Kafka's ConfigDef reads it.
 *
 * @param expected the type as an error message names it
 */
public record SettingType<T>(String name, String expected, Function<String, T> parser) {
    public static final SettingType<Integer> INT = new SettingType<>("int", "an int", Integer::valueOf);
    public static final SettingType<Long> LONG = new SettingType<>("long", "a long", Long::valueOf);
    public static final SettingType<Short> SHORT = new SettingType<>("short", "a short", Short::valueOf);
    public static final SettingType<Double> DOUBLE = new SettingType<>("double", "a number", Double::valueOf);
    public static final SettingType<Boolean> BOOLEAN =
            new SettingType<>("boolean", "true or false", SettingType::parseBoolean);
    public static final SettingType<String> STRING = new SettingType<>("string", "a text", Function.identity());
    public static final SettingType<List<String>> LIST =
            new SettingType<>("list", "a list with commas between", SettingType::parseList);
    public static final SettingType<Password> PASSWORD = new SettingType<>("password", "a password", Password::new);

    /** Throws IllegalArgumentException when the text is not of this type. */
    public T parse(String text) {
        return parser.apply(text.trim());
    }

    /** The value as a log may show it. */
    String show(Object value) {
        if (value instanceof List<?> list) {
            return String.join(",", list.stream().map(Object::toString).toList());
        }
        return Printable.text(String.valueOf(value));
    }

    private static Boolean parseBoolean(String text) {
        if (text.equalsIgnoreCase("true")) {
            return true;
        }
        if (text.equalsIgnoreCase("false")) {
            return false;
        }
        throw new IllegalArgumentException("neither true nor false");
    }

    private static List<String> parseList(String text) {
        // Empty elements stay, at the end too: it is the reader of the list who knows whether they make sense.
        return text.isEmpty() ? List.of() : List.of(text.split("\\s*,\\s*", -1));
    }
}
