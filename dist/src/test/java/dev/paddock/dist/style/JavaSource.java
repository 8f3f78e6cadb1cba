package dev.paddock.dist.style;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** One Java file as the compiler's parser sees it; it need not compile. */
record JavaSource(Path path, List<String> lines, List<Method> methods, List<Long> sleeps) {

    /** Lines count from 1; {@code parameters} is 0 where somebody else chose them: a supertype, a record's header. */
    record Method(String name, long firstLine, long lastLine, int parameters) {

        long lineCount() {
            return lastLine - firstLine + 1;
        }
    }

    private static final Pattern SLEEP = Pattern.compile("(.*\\.)?(Thread\\.sleep|TimeUnit\\.\\w+\\.sleep)");

    static List<JavaSource> parse(List<Path> files) throws IOException {
        List<JavaSource> sources = new ArrayList<>();
        if (files.isEmpty()) {
            return sources; // the compiler refuses to look at nothing
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager fileManager = compiler.getStandardFileManager(null, null, null)) {
            var task = (JavacTask) compiler.getTask(
                    null,
                    fileManager,
                    ignored -> {}, // what does not parse fails the compilation of its module
                    List.of("-proc:none"),
                    null,
                    fileManager.getJavaFileObjectsFromPaths(files));
            for (CompilationUnitTree unit : task.parse()) {
                Path path = Path.of(unit.getSourceFile().toUri());
                var scan = new Scan(unit, Trees.instance(task).getSourcePositions());
                scan.scan(unit, null);
                sources.add(new JavaSource(path, Files.readAllLines(path), scan.methods, scan.sleeps));
            }
        }
        return sources;
    }

    int lineCount() {
        return lines.size();
    }

    /** Whether a comment between these lines gives a reason for {@code what}. */
    boolean allows(String what, long firstLine, long lastLine) {
        Pattern reason = Pattern.compile("// house-style: " + what + " because \\S+");
        return lines.stream()
                .skip(Math.max(0, firstLine - 1))
                .limit(lastLine - firstLine + 1)
                .anyMatch(line -> reason.matcher(line).find());
    }

    private static final class Scan extends TreeScanner<Void, Void> {
        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private final LineMap lineMap;
        private final List<Method> methods = new ArrayList<>();
        private final List<Long> sleeps = new ArrayList<>();
        private Tree.Kind owner = Tree.Kind.CLASS;

        Scan(CompilationUnitTree unit, SourcePositions positions) {
            this.unit = unit;
            this.positions = positions;
            this.lineMap = unit.getLineMap();
        }

        @Override
        public Void visitClass(ClassTree type, Void nothing) {
            Tree.Kind outer = owner;
            owner = type.getKind();
            super.visitClass(type, nothing);
            owner = outer;
            return null;
        }

        @Override
        public Void visitMethod(MethodTree method, Void nothing) {
            boolean constructor = method.getReturnType() == null;
            String name = constructor ? "constructor" : method.getName().toString();
            boolean given = isOverride(method) || (constructor && owner == Tree.Kind.RECORD);
            int parameters = given ? 0 : method.getParameters().size();
            methods.add(new Method(name, firstLine(method), lastLine(method), parameters));
            return super.visitMethod(method, nothing);
        }

        @Override
        public Void visitMethodInvocation(MethodInvocationTree call, Void nothing) {
            if (SLEEP.matcher(call.getMethodSelect().toString()).matches()) {
                sleeps.add(firstLine(call));
            }
            return super.visitMethodInvocation(call, nothing);
        }

        private static boolean isOverride(MethodTree method) {
            return method.getModifiers().getAnnotations().stream()
                    .anyMatch(annotation ->
                            annotation.getAnnotationType().toString().equals("Override"));
        }

        private long firstLine(Tree tree) {
            return lineMap.getLineNumber(positions.getStartPosition(unit, tree));
        }

        private long lastLine(Tree tree) {
            return lineMap.getLineNumber(positions.getEndPosition(unit, tree));
        }
    }
}
