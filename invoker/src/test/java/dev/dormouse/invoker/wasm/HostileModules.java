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

    /** One function, exported as {@code run}, that is an endless loop over so many additions. */
    static byte[] endlessFunction(int additions) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(new byte[] {1, 1, 0x7e}); // a local of type i64
        body.writeBytes(new byte[] {0x03, 0x40}); // loop
        for (int i = 0; i < additions; i++) {
            body.writeBytes(new byte[] {0x20, 0, 0x42, 7, 0x7c, 0x21, 0}); // local 0 = local 0 + 7
        }
        body.writeBytes(new byte[] {0x0c, 0, 0x0b, 0x0b}); // br 0, end of the loop, end of the function
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
        module.writeSection(SectionId.EXPORT, new byte[] {1, 3, 'r', 'u', 'n', 0, 0});
        module.writeSection(SectionId.CODE, code.toByteArray());
        return module.bytes();
    }
}
