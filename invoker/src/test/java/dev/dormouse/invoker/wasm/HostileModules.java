package dev.dormouse.invoker.wasm;

import java.io.ByteArrayOutputStream;
import run.endive.wasm.WasmWriter;
import run.endive.wasm.types.SectionId;

/** Modules that are small and cost much. */
final class HostileModules {
    private HostileModules() {}

    /** One function that is one {@code br_table} of so many targets. */
    static byte[] hugeBranchTable(int targets) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write(0);
        body.writeBytes(new byte[] {0x41, 0, 0x0e}); // i32.const 0, br_table
        WasmWriter.writeVarUInt32(body, targets);
        body.writeBytes(new byte[targets + 1]);
        body.write(0x0b);
        return oneFunction(body.toByteArray());
    }

    private static byte[] oneFunction(byte[] body) {
        ByteArrayOutputStream code = new ByteArrayOutputStream();
        code.write(1);
        WasmWriter.writeVarUInt32(code, body.length);
        code.writeBytes(body);
        WasmWriter module = new WasmWriter();
        module.writeSection(SectionId.TYPE, new byte[] {1, 0x60, 0, 0});
        module.writeSection(SectionId.FUNCTION, new byte[] {1, 0});
        module.writeSection(SectionId.CODE, code.toByteArray());
        return module.bytes();
    }
}
