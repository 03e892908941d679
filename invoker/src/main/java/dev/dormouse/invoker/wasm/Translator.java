package dev.dormouse.invoker.wasm;

import dev.dormouse.invoker.wasm.ModuleRefused.Reason;
import java.io.ByteArrayInputStream;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import run.endive.compiler.InterpreterFallback;
import run.endive.compiler.internal.Compiler;
import run.endive.compiler.internal.CompilerResult;
import run.endive.wasm.InvalidException;
import run.endive.wasm.MalformedException;
import run.endive.wasm.Parser;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.AnnotatedInstruction;
import run.endive.wasm.types.CodeSection;
import run.endive.wasm.types.ExternalType;
import run.endive.wasm.types.NameCustomSection;
import run.endive.wasm.types.OpCode;
import run.endive.wasm.types.UnknownCustomSection;

/**
 * The way from a module's bytes to its artifact: parse, validate, compile, rewrite, strip.
 *
 * <p>Runs where hostile bytes may do harm, so its callers put it into a process that can be killed. Whatever the
 * engine throws on the way is an answer about the module.
 */
final class Translator {
    private static final String CLASS_NAME = "dormouse.guest.Module";

    private Translator() {}

    static ModuleArtifact translate(byte[] bytes) throws ModuleRefused {
        try {
            WasmModule module = parse(bytes);
            Capturable.require(module);
            return compile(bytes, module);
        } catch (StackOverflowError e) {
            throw new ModuleRefused(
                    Reason.LIMIT, -1, "The module is nested too deeply to be compiled. Split its largest functions.");
        } catch (OutOfMemoryError e) {
            throw new ModuleRefused(
                    Reason.COMPILE_LIMIT, -1, "The module takes more memory to compile than it may. Make it smaller.");
        }
    }

    /** Parses and validates. */
    static WasmModule parse(byte[] bytes) throws ModuleRefused {
        try {
            return Parser.builder().withCustomParsers(Map.of()).build().parse(() -> new ByteArrayInputStream(bytes));
        } catch (InvalidException e) {
            throw refused(Reason.INVALID, "The module is not valid", e);
        } catch (MalformedException e) {
            throw refused(Reason.MALFORMED, "The module is not well-formed", e);
        } catch (RuntimeException e) {
            throw refused(Reason.MALFORMED, "The module cannot be parsed", e);
        }
    }

    /** Compiles a valid module. */
    static ModuleArtifact compile(byte[] bytes, WasmModule module) throws ModuleRefused {
        CompilerResult compiled;
        try {
            compiled = Compiler.builder(module)
                    .withClassName(CLASS_NAME)
                    .withClassCollectorFactory(FuelCollector::new)
                    .withInterpreterFallback(InterpreterFallback.SILENT)
                    .build()
                    .compile();
        } catch (RuntimeException e) {
            throw refused(Reason.UNSUPPORTED, "The module uses what the compiler cannot compile", e);
        }
        Set<Integer> interpreted = compiled.interpretedFunctions();
        Map<String, byte[]> classes = compiled.classBytes();
        return new ModuleArtifact(
                FactFinder.find(bytes, module, names(module), interpreted, classes),
                skeleton(bytes, module, interpreted),
                CLASS_NAME,
                classes);
    }

    private static Skeleton skeleton(byte[] bytes, WasmModule module, Set<Integer> interpreted) {
        boolean memoryImported = module.importSection().count(ExternalType.MEMORY) > 0;
        int imported = module.importSection().count(ExternalType.FUNCTION);
        CodeSection code = module.codeSection();
        return new Skeleton(
                SkeletonWriter.write(bytes, imported, interpreted, memoryImported),
                code.isRequiresDataCount(),
                usesElementSegments(code));
    }

    private static boolean usesElementSegments(CodeSection code) {
        for (int i = 0; i < code.functionBodyCount(); i++) {
            for (AnnotatedInstruction instruction : code.getFunctionBody(i).instructions()) {
                if (instruction.opcode() == OpCode.TABLE_INIT || instruction.opcode() == OpCode.ELEM_DROP) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The functions' names, if there are any; a name section that makes no sense is no fault of the module. */
    private static @Nullable NameCustomSection names(WasmModule module) {
        if (!(module.customSection("name") instanceof UnknownCustomSection section)) {
            return null;
        }
        try {
            return NameCustomSection.parse(section.bytes());
        } catch (RuntimeException e) {
            return null;
        }
    }

    private static ModuleRefused refused(Reason reason, String what, RuntimeException cause) {
        String message = cause.getMessage();
        ModuleRefused refused = new ModuleRefused(
                reason, -1, what + ": " + (message == null ? cause.getClass().getSimpleName() : message) + ".");
        refused.initCause(cause);
        return refused;
    }
}
