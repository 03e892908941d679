package dev.dormouse.invoker.wasm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import run.endive.runtime.CallResult;
import run.endive.runtime.Instance;
import run.endive.runtime.Store;
import run.endive.runtime.WasmException;
import run.endive.wasm.WasmEngineException;
import run.endive.wasm.types.Export;

/** Runs one script of the suite, in the JSON form that {@code wast2json} and {@code wasm-tools} make of it. */
final class SpecScript {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path script;
    private final SpecEngine engine;
    private final Tally tally;
    private final Store store;
    private final Map<String, Instance> named = new HashMap<>();
    private @Nullable Instance latest;

    /** What became of the commands, by file, line and place. */
    static final class Tally {
        final TreeSet<String> passed = new TreeSet<>();
        final TreeMap<String, String> failed = new TreeMap<>();
        final TreeMap<String, Integer> skipped = new TreeMap<>();

        int skippedCount() {
            return skipped.values().stream().mapToInt(Integer::intValue).sum();
        }
    }

    private SpecScript(Path script, SpecEngine engine, Tally tally) {
        this.script = script;
        this.engine = engine;
        this.tally = tally;
        this.store = SpecModule.store(engine);
    }

    static void run(Path script, SpecEngine engine, Tally tally) throws IOException {
        SpecScript run = new SpecScript(script, engine, tally);
        int place = 0;
        for (JsonNode command : JSON.readTree(script.toFile()).get("commands")) {
            run.run(command, script.getFileName() + ":" + command.path("line").asInt() + ":" + place++);
        }
    }

    private void run(JsonNode command, String id) {
        try {
            String failure = outcome(command);
            if (failure == null) {
                tally.passed.add(id);
            } else {
                tally.failed.put(id, command.get("type").asText() + ": " + failure);
            }
        } catch (SpecValues.Skipped e) {
            tally.skipped.merge(e.getMessage(), 1, Integer::sum);
        } catch (IOException | ModuleRefused | RuntimeException | StackOverflowError | LinkageError e) {
            tally.failed.put(id, command.get("type").asText() + ": " + e);
        }
    }

    /** Null if the command did what the suite expects, else what it did. */
    private @Nullable String outcome(JsonNode command) throws IOException, ModuleRefused {
        return switch (command.get("type").asText()) {
            case "module" -> {
                latest = null;
                latest = instantiate(command);
                if (command.has("name")) {
                    named.put(command.get("name").asText(), latest);
                }
                yield null;
            }
            case "register" -> {
                store.register(command.get("as").asText(), instance(command));
                yield null;
            }
            case "action" -> {
                act(command.get("action"));
                yield null;
            }
            case "assert_return" -> compare(act(command.get("action")), command.get("expected"));
            case "assert_trap" ->
                command.has("action")
                        ? expectTrap(command, () -> act(command.get("action")))
                        : expectTrap(command, () -> instantiate(command));
            case "assert_exhaustion" -> expectTrap(command, () -> act(command.get("action")));
            case "assert_exception" -> expectException(command);
            case "assert_uninstantiable" -> expectTrap(command, () -> instantiate(command));
            case "assert_unlinkable" -> expectRefusal(command, () -> instantiate(command));
            case "assert_invalid", "assert_malformed" -> throw new SpecValues.Skipped("for the validator");
            default ->
                throw new SpecValues.Skipped("commands " + command.get("type").asText());
        };
    }

    private interface Attempt {
        Object run() throws IOException, ModuleRefused;
    }

    private static @Nullable String expectTrap(JsonNode command, Attempt attempt) throws IOException, ModuleRefused {
        String expected = command.path("text").asText();
        try {
            attempt.run();
            return "did not trap with '" + expected + "'";
        } catch (WasmEngineException e) {
            String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
            return message.contains(expected.toLowerCase(Locale.ROOT)) ? null : "trapped with '" + message + "'";
        } catch (StackOverflowError e) {
            return expected.equals("call stack exhausted") ? null : "exhausted the stack";
        }
    }

    private @Nullable String expectException(JsonNode command) {
        try {
            act(command.get("action"));
            return "did not throw";
        } catch (WasmException e) {
            return null;
        }
    }

    private static @Nullable String expectRefusal(JsonNode command, Attempt attempt) throws IOException {
        try {
            attempt.run();
            return "was not refused with '" + command.path("text").asText() + "'";
        } catch (WasmEngineException | ModuleRefused e) {
            return null;
        }
    }

    private Instance instantiate(JsonNode command) throws IOException, ModuleRefused {
        return engine.instantiate(module(command), store.toImportValues());
    }

    private byte[] module(JsonNode command) throws IOException {
        if (command.path("module_type").asText("binary").equals("text") && !command.has("binary_filename")) {
            throw new SpecValues.Skipped("modules as text");
        }
        String file =
                command.path("binary_filename").asText(command.path("filename").asText());
        return Files.readAllBytes(Objects.requireNonNull(script.getParent()).resolve(file));
    }

    private Instance instance(JsonNode reference) {
        String name = reference.has("module")
                ? reference.get("module").asText()
                : reference.path("name").asText("");
        Instance instance = name.isEmpty() ? latest : named.get(name);
        if (instance == null) {
            throw new IllegalStateException("there is no instance " + name);
        }
        return instance;
    }

    private CallResult act(JsonNode action) {
        Instance instance = instance(action);
        String field = action.get("field").asText();
        if (action.get("type").asText().equals("get")) {
            var global = instance.exports().global(field);
            return CallResult.of(new long[] {global.getValue()}, new @Nullable Object[] {global.getRefValue()});
        }
        JsonNode arguments = action.path("args");
        long[] numbers = new long[arguments.size()];
        @Nullable Object[] references = new Object[arguments.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = SpecValues.number(arguments.get(i));
            references[i] = SpecValues.reference(arguments.get(i));
        }
        return engine.call(instance, export(instance, field).index(), numbers, references);
    }

    private static Export export(Instance instance, String name) {
        var exports = instance.module().exportSection();
        for (int i = 0; i < exports.exportCount(); i++) {
            if (exports.getExport(i).name().equals(name)) {
                return exports.getExport(i);
            }
        }
        throw new IllegalStateException("there is no export " + name);
    }

    private static @Nullable String compare(CallResult result, JsonNode expected) {
        for (int i = 0; i < expected.size(); i++) {
            if (!SpecValues.matches(result, i, expected.get(i))) {
                return "result " + i + " is " + result.longResult(i) + " / " + result.refResult(i) + ", not "
                        + expected.get(i);
            }
        }
        return null;
    }
}
