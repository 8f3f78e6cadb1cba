package dev.paddock.dist.style;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The rules of the house that a program can check, over all that a person wrote below a folder. What is generated lies in
 * {@code target} folders, which are not read.
 *
 * <p>A class, a method or a list of parameters may be longer when a comment says why:
 *
 * <pre>
 * // house-style: long class because REASON          anywhere in the file
 * // house-style: long method because REASON         in the method or on the line above it
 * // house-style: many parameters because REASON     in the method or on the line above it
 * </pre>
 */
final class HouseStyle {

    static final int CLASS_LINES_MAX = 300;
    static final int METHOD_LINES_MAX = 60;
    static final int PARAMETERS_MAX = 5;

    private static final Pattern EMPTY_NAME = Pattern.compile(".*(Utils?|Helper|Manager|Impl|Data|Info)\\.java");
    private static final Pattern UNFINISHED = Pattern.compile("\\b(TO" + "DO|FIX" + "ME)\\b");
    private static final Pattern TEXT = Pattern.compile(".*\\.(java|sh|xml|properties)|run");

    private final Path root;
    private final List<String> violations = new ArrayList<>();

    private HouseStyle(Path root) {
        this.root = root;
    }

    /** One line for each breach, with its place and what to do; empty when the house is in order. */
    static List<String> violations(Path root) throws IOException {
        var house = new HouseStyle(root);
        List<Path> files = writtenFiles(root);
        for (Path file : files) {
            house.checkText(file);
        }
        List<Path> java = files.stream().filter(HouseStyle::isJava).toList();
        JavaSource.parse(java).forEach(house::checkSource);
        return house.violations;
    }

    /** The files of text that a person wrote: no build folders, no hidden ones but .ci. */
    static List<Path> writtenFiles(Path root) throws IOException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                String name = folder.getFileName().toString();
                boolean hidden = name.startsWith(".") && !name.equals(".ci");
                boolean skipped = !folder.equals(root) && (hidden || name.equals("target"));
                return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile()
                        && TEXT.matcher(file.getFileName().toString()).matches()) {
                    files.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return files;
    }

    private static boolean isJava(Path file) {
        return file.toString().endsWith(".java");
    }

    private static boolean isTest(Path file) {
        return file.toString().replace('\\', '/').contains("/src/test/");
    }

    private void checkText(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        for (int i = 0; i < lines.size(); i++) {
            if (UNFINISHED.matcher(lines.get(i)).find()) {
                add(file, i + 1, "unfinished work is not committed: do it, or write an issue");
            }
        }
        if (isJava(file) && EMPTY_NAME.matcher(file.getFileName().toString()).matches()) {
            add(file, 1, "a name that says nothing: say what the class is or does");
        }
    }

    private void checkSource(JavaSource source) {
        if (source.lineCount() > CLASS_LINES_MAX && !source.allows("long class", 1, source.lineCount())) {
            String found = source.lineCount() + " lines, at most " + CLASS_LINES_MAX;
            add(source.path(), 1, found + ": take it apart, or give a reason (long class)");
        }
        source.methods().forEach(method -> checkMethod(source, method));
        if (isTest(source.path())) {
            source.sleeps()
                    .forEach(line -> add(source.path(), line, "a test waits for a condition, it does not sleep"));
        }
    }

    private void checkMethod(JavaSource source, JavaSource.Method method) {
        int above = (int) method.firstLine() - 1;
        if (method.lineCount() > METHOD_LINES_MAX && !source.allows("long method", above, method.lastLine())) {
            String found = method.name() + " has " + method.lineCount() + " lines, at most " + METHOD_LINES_MAX;
            add(source.path(), method.firstLine(), found + ": take it apart, or give a reason (long method)");
        }
        if (method.parameters() > PARAMETERS_MAX && !source.allows("many parameters", above, method.lastLine())) {
            String found = method.name() + " takes " + method.parameters() + " parameters, at most " + PARAMETERS_MAX;
            add(source.path(), method.firstLine(), found + ": make a record, or give a reason (many parameters)");
        }
    }

    private void add(Path file, long line, String what) {
        violations.add(root.relativize(file) + ":" + line + ": " + what);
    }
}
