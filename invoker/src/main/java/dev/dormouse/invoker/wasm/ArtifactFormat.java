package dev.dormouse.invoker.wasm;

import dev.dormouse.snapshot.ModuleDigest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;

/**
 * An artifact as bytes: the version in the clear, so that another version is told from damage; the length of the
 * rest; the rest, deflated. Every length is checked against what there is before anything of that size is made.
 */
final class ArtifactFormat {
    private static final int MAGIC = 0x444d4131; // "DMA1"
    private static final int MAX_BYTES = 1 << 28;
    /** More times smaller than it was, nothing is made by deflating it. */
    private static final int DEFLATED_AT_MOST = 1_040;

    private static final int NONE = -1;

    private ArtifactFormat() {}

    static byte[] write(ModuleArtifact artifact) {
        try {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            writeBody(new DataOutputStream(body), artifact);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            DataOutputStream out = new DataOutputStream(bytes);
            out.writeInt(MAGIC);
            writeString(out, ModuleArtifact.VERSION);
            out.writeInt(body.size());
            try (DeflaterOutputStream deflated = new DeflaterOutputStream(out, new Deflater(Deflater.BEST_SPEED))) {
                body.writeTo(deflated);
            }
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("Nothing is written but memory.", e);
        }
    }

    private static void writeBody(DataOutputStream out, ModuleArtifact artifact) throws IOException {
        writeFacts(out, artifact.facts());
        Skeleton skeleton = artifact.skeleton();
        writeBytes(out, skeleton.module());
        out.writeBoolean(skeleton.usesDataSegments());
        out.writeBoolean(skeleton.usesElementSegments());
        writeString(out, artifact.mainClass());
        TreeMap<String, byte[]> classes = new TreeMap<>(artifact.classes());
        out.writeInt(classes.size());
        for (var named : classes.entrySet()) {
            writeString(out, named.getKey());
            writeBytes(out, named.getValue());
        }
    }

    private static void writeFacts(DataOutputStream out, ModuleFacts facts) throws IOException {
        writeString(out, facts.digest().hex());
        out.writeInt(facts.imports().size());
        for (ModuleFacts.Import imported : facts.imports()) {
            writeString(out, imported.kind().name());
            writeString(out, imported.module());
            writeString(out, imported.name());
            writeString(out, imported.type());
        }
        out.writeInt(facts.exports().size());
        for (ModuleFacts.Export exported : facts.exports()) {
            writeString(out, exported.kind().name());
            writeString(out, exported.name());
            out.writeInt(exported.index());
            writeString(out, exported.type());
        }
        out.writeInt(facts.startFunction().orElse(NONE));
        out.writeInt(facts.memory().minimumPages());
        out.writeInt(facts.memory().maximumPages());
        out.writeInt(facts.tables().size());
        for (ModuleFacts.Table table : facts.tables()) {
            out.writeLong(table.minimum());
            out.writeLong(table.maximum());
        }
        writeLarge(out, facts.hugeFunctions());
        writeLarge(out, facts.interpretedFunctions());
    }

    private static void writeLarge(DataOutputStream out, List<ModuleFacts.LargeFunction> functions) throws IOException {
        out.writeInt(functions.size());
        for (ModuleFacts.LargeFunction function : functions) {
            out.writeInt(function.index());
            out.writeInt(function.bytes());
        }
    }

    private static void writeString(DataOutputStream out, String text) throws IOException {
        writeBytes(out, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void writeBytes(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    static ModuleArtifact read(byte[] bytes) {
        try {
            DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
            require(in.readInt() == MAGIC, "it does not begin as one");
            String version = readString(in);
            require(version.equals(ModuleArtifact.VERSION), "it is of version '" + version + "'");
            int length = in.readInt();
            require(length >= 0 && length <= MAX_BYTES, "its length is " + length);
            int from = bytes.length - in.available();
            return readBody(new DataInputStream(new ByteArrayInputStream(inflate(bytes, from, length))));
        } catch (IOException | RuntimeException e) {
            throw new IllegalArgumentException(
                    "These " + bytes.length + " bytes are no module artifact of version " + ModuleArtifact.VERSION
                            + ": " + e.getMessage() + ". Compile the module again.",
                    e);
        }
    }

    /** In one piece: what takes its time here is the way into native code and back. */
    private static byte[] inflate(byte[] bytes, int from, int length) throws IOException {
        require(length / DEFLATED_AT_MOST <= bytes.length - from, "its length is " + length);
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(bytes, from, bytes.length - from);
            byte[] body = new byte[length];
            require(inflater.inflate(body) == length, "it ends early");
            return body;
        } catch (DataFormatException e) {
            throw new IOException("its content cannot be inflated", e);
        } finally {
            inflater.end();
        }
    }

    private static ModuleArtifact readBody(DataInputStream in) throws IOException {
        ModuleFacts facts = readFacts(in);
        Skeleton skeleton = new Skeleton(readBytes(in), in.readBoolean(), in.readBoolean());
        String mainClass = readString(in);
        TreeMap<String, byte[]> classes = new TreeMap<>();
        int count = readCount(in);
        for (int i = 0; i < count; i++) {
            classes.put(readString(in), readBytes(in));
        }
        require(in.available() == 0, "something follows it");
        return new ModuleArtifact(facts, skeleton, mainClass, classes);
    }

    private static ModuleFacts readFacts(DataInputStream in) throws IOException {
        ModuleDigest digest = new ModuleDigest(readString(in));
        List<ModuleFacts.Import> imports = new ArrayList<>();
        for (int left = readCount(in); left > 0; left--) {
            imports.add(new ModuleFacts.Import(readKind(in), readString(in), readString(in), readString(in)));
        }
        List<ModuleFacts.Export> exports = new ArrayList<>();
        for (int left = readCount(in); left > 0; left--) {
            exports.add(new ModuleFacts.Export(readKind(in), readString(in), in.readInt(), readString(in)));
        }
        int start = in.readInt();
        ModuleFacts.Memory memory = new ModuleFacts.Memory(in.readInt(), in.readInt());
        List<ModuleFacts.Table> tables = new ArrayList<>();
        for (int left = readCount(in); left > 0; left--) {
            tables.add(new ModuleFacts.Table(in.readLong(), in.readLong()));
        }
        return new ModuleFacts(
                digest,
                imports,
                exports,
                start == NONE ? OptionalInt.empty() : OptionalInt.of(start),
                memory,
                tables,
                readLarge(in),
                readLarge(in));
    }

    private static ModuleFacts.Kind readKind(DataInputStream in) throws IOException {
        return ModuleFacts.Kind.valueOf(readString(in));
    }

    private static List<ModuleFacts.LargeFunction> readLarge(DataInputStream in) throws IOException {
        List<ModuleFacts.LargeFunction> functions = new ArrayList<>();
        for (int left = readCount(in); left > 0; left--) {
            functions.add(new ModuleFacts.LargeFunction(in.readInt(), in.readInt()));
        }
        return functions;
    }

    private static String readString(DataInputStream in) throws IOException {
        return new String(readBytes(in), StandardCharsets.UTF_8);
    }

    private static byte[] readBytes(DataInputStream in) throws IOException {
        byte[] bytes = new byte[readCount(in)];
        in.readFully(bytes);
        return bytes;
    }

    /** A length or a number of entries: each takes at least a byte of what is left. */
    private static int readCount(DataInputStream in) throws IOException {
        int count = in.readInt();
        require(count >= 0 && count <= in.available(), "a length of it is " + count);
        return count;
    }

    private static void require(boolean condition, String problem) throws IOException {
        if (!condition) {
            throw new IOException(problem);
        }
    }
}
