package dev.dormouse.invoker.wasm;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import org.objectweb.asm.MethodTooLargeException;
import run.endive.compiler.InterpreterFallback;
import run.endive.compiler.internal.Compiler;
import run.endive.compiler.internal.CompilerResult;
import run.endive.wasm.Encoding;
import run.endive.wasm.Parser;
import run.endive.wasm.WasmEngineException;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.ExternalType;
import run.endive.wasm.types.RawSection;
import run.endive.wasm.types.SectionId;

/**
 * Runs Endive's compiler over a valid module.
 *
 * <p>A function that does not fit into a JVM method (64 KiB) is left to the interpreter. The compiler finds such a
 * function only when it has compiled its whole class, and begins again from the start for each. So the long functions
 * are compiled alone first, with all other bodies stubbed, which costs little and tells which of them are too large.
 */
final class GuestCompiler {
    /** Name of the class that is the engine's machine. */
    static final String MAIN_CLASS = "dormouse.guest.Module";

    /** A function shorter than this, in bytes of Wasm, has always fitted. If one day it does not, it costs time only. */
    private static final int LONG_FUNCTION_BYTES = 16 << 10;

    /**
     * Functions in one class. The compiler begins with thousands, and again with half as many for as long as the class
     * is too large for the JVM; so many always fit.
     */
    private static final int FUNCTIONS_PER_CLASS = 512;

    private GuestCompiler() {}

    static CompilerResult compile(byte[] bytes, WasmModule module) {
        Set<Integer> tooLarge = tooLarge(bytes, module);
        if (tooLarge.isEmpty()) {
            return compile(module, tooLarge);
        }
        try {
            return compile(module, tooLarge);
        } catch (WasmEngineException e) {
            if (e.getCause() instanceof MethodTooLargeException) {
                return compile(module, Set.of());
            }
            throw e;
        }
    }

    private static CompilerResult compile(WasmModule module, Set<Integer> interpreted) {
        return Compiler.builder(module)
                .withClassName(MAIN_CLASS)
                .withClassCollectorFactory(FuelCollector::new)
                .withMaxFunctionsPerClass(FUNCTIONS_PER_CLASS)
                .withInterpretedFunctions(interpreted)
                .withInterpreterFallback(interpreted.isEmpty() ? InterpreterFallback.SILENT : InterpreterFallback.FAIL)
                .build()
                .compile();
    }

    private static Set<Integer> tooLarge(byte[] bytes, WasmModule module) {
        Set<Integer> longOnes = longFunctions(bytes, module.importSection().count(ExternalType.FUNCTION));
        if (longOnes.isEmpty()) {
            return longOnes;
        }
        byte[] onlyLongOnes = SkeletonWriter.write(bytes, module.importSection(), longOnes);
        WasmModule parsed =
                Parser.builder().withValidation(false).build().parse(() -> new ByteArrayInputStream(onlyLongOnes));
        return compile(parsed, Set.of()).interpretedFunctions();
    }

    private static Set<Integer> longFunctions(byte[] bytes, int importedFunctions) {
        Set<Integer> found = new HashSet<>();
        Parser.parseWithoutDecoding(bytes, section -> {
            if (section.sectionId() == SectionId.CODE) {
                ByteBuffer code = ByteBuffer.wrap(((RawSection) section).contents());
                int count = (int) Encoding.readVarUInt32(code);
                for (int i = 0; i < count; i++) {
                    int length = (int) Encoding.readVarUInt32(code);
                    code.position(code.position() + length);
                    if (length >= LONG_FUNCTION_BYTES) {
                        found.add(importedFunctions + i);
                    }
                }
            }
        });
        return found;
    }
}
