package dev.dormouse.invoker.wasm;

import dev.dormouse.invoker.wasm.ModuleRefused.Reason;
import java.io.ByteArrayInputStream;
import java.util.Map;
import java.util.Set;
import run.endive.compiler.internal.CompilerResult;
import run.endive.wasm.InvalidException;
import run.endive.wasm.MalformedException;
import run.endive.wasm.Parser;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.AnnotatedInstruction;
import run.endive.wasm.types.CodeSection;
import run.endive.wasm.types.OpCode;

/**
 * The way from a module's bytes to its artifact: parse, validate, compile, rewrite, strip.
 *
 * <p>Runs where hostile bytes may do harm, so its callers put it into a process that can be killed. Whatever the
 * engine throws on the way is an answer about the module.
 */
final class Translator {
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
            compiled = GuestCompiler.compile(bytes, module);
        } catch (RuntimeException e) {
            throw refused(Reason.UNSUPPORTED, "The module uses what the compiler cannot compile", e);
        }
        Set<Integer> interpreted = compiled.interpretedFunctions();
        Map<String, byte[]> classes = compiled.classBytes();
        return new ModuleArtifact(
                FactFinder.find(bytes, module, interpreted, classes),
                skeleton(bytes, module, interpreted),
                GuestCompiler.MAIN_CLASS,
                classes);
    }

    private static Skeleton skeleton(byte[] bytes, WasmModule module, Set<Integer> interpreted) {
        CodeSection code = module.codeSection();
        return new Skeleton(
                SkeletonWriter.write(bytes, module.importSection(), interpreted),
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

    private static ModuleRefused refused(Reason reason, String what, RuntimeException cause) {
        String message = cause.getMessage();
        ModuleRefused refused = new ModuleRefused(
                reason, -1, what + ": " + (message == null ? cause.getClass().getSimpleName() : message) + ".");
        refused.initCause(cause);
        return refused;
    }
}
