package dev.dormouse.invoker.wasm;

import dev.dormouse.invoker.wasm.ModuleRefused.Reason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** What the compiler process says about a module, as bytes: an artifact or a refusal. */
final class CompilerAnswer {
    private static final int ARTIFACT = 'A';
    private static final int REFUSAL = 'R';

    private CompilerAnswer() {}

    static byte[] of(ModuleArtifact artifact) {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        answer.write(ARTIFACT);
        answer.writeBytes(artifact.toBytes());
        return answer.toByteArray();
    }

    static byte[] of(ModuleRefused refusal) {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(answer)) {
            out.write(REFUSAL);
            out.writeUTF(refusal.reason().name());
            out.writeLong(refusal.offset());
            out.write(String.valueOf(refusal.getMessage()).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("Nothing is written but memory.", e);
        }
        return answer.toByteArray();
    }

    /**
     * @return the artifact, if the answer is one
     * @throws ModuleRefused if the answer is a refusal
     * @throws IOException if it is neither
     */
    static ModuleArtifact read(byte[] answer) throws ModuleRefused, IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(answer));
        int kind = in.read();
        return switch (kind) {
            case ARTIFACT -> readArtifact(in.readAllBytes());
            case REFUSAL -> throw readRefusal(in);
            default ->
                throw new IOException("An answer is an artifact or a refusal; this one is of kind " + kind + ".");
        };
    }

    private static ModuleArtifact readArtifact(byte[] bytes) throws IOException {
        try {
            return ModuleArtifact.parse(bytes);
        } catch (IllegalArgumentException e) {
            throw new IOException(e);
        }
    }

    private static ModuleRefused readRefusal(DataInputStream in) throws IOException {
        try {
            Reason reason = Reason.valueOf(in.readUTF());
            long offset = in.readLong();
            return ModuleRefused.relayed(reason, offset, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw new IOException(e);
        }
    }
}
