package dev.dormouse.invoker.cli.inspect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.dormouse.invoker.cli.command.JsonText;
import dev.dormouse.snapshot.format.Inspection;
import java.io.PrintStream;
import java.util.Locale;

/** What was found in a stored object, for people and for programs. */
final class InspectionText {
    private InspectionText() {}

    static void print(Inspection inspection, PrintStream out) {
        out.println(inspection.key() + ": " + what(inspection) + ", " + inspection.bytes() + " bytes");
        inspection.seal().ifPresent(seal -> out.println(sealed(seal)));
        for (Inspection.Part part : inspection.sections()) {
            if (part.type().equals("RECORD")) {
                out.println();
            }
            out.printf(Locale.ROOT, "%8d  %-14s %s%n", part.offset(), part.type(), sizes(part));
            part.facts().forEach((name, value) -> out.println(" ".repeat(12) + name + ": " + value));
        }
        inspection.damage().forEach(damage -> out.println("DAMAGED at byte " + damage.offset() + ": " + damage.rule()));
        if (inspection.isSound() && inspection.version() > 0) {
            out.println("All checksums fit.");
        }
    }

    private static String what(Inspection inspection) {
        return inspection.version() == 0
                ? inspection.content()
                : inspection.content() + " (format version " + inspection.version() + ")";
    }

    private static String sealed(Inspection.Seal seal) {
        return "Sealed: " + seal.mode() + ", with the secret " + seal.secretId()
                + (seal.opened()
                        ? "; its tag fits. Offsets below are in its content."
                        : "; not opened. --data DIR opens it.");
    }

    private static String sizes(Inspection.Part part) {
        return part.compressed()
                ? part.storedBytes() + " bytes, " + part.decodedBytes() + " decompressed"
                : part.storedBytes() + " bytes";
    }

    static JsonNode json(Inspection inspection) {
        var json = JsonText.object()
                .put("key", inspection.key())
                .put("bytes", inspection.bytes())
                .put("content", inspection.content())
                .put("formatVersion", inspection.version())
                .put("sound", inspection.isSound());
        inspection
                .seal()
                .ifPresent(seal -> json.putObject("seal")
                        .put("mode", seal.mode())
                        .put("version", seal.version())
                        .put("secretId", seal.secretId())
                        .put("opened", seal.opened()));
        ArrayNode sections = json.putArray("sections");
        for (Inspection.Part part : inspection.sections()) {
            var section = sections.addObject()
                    .put("offset", part.offset())
                    .put("type", part.type())
                    .put("version", part.version())
                    .put("storedBytes", part.storedBytes())
                    .put("decodedBytes", part.decodedBytes());
            var facts = section.putObject("facts");
            part.facts().forEach(facts::put);
        }
        ArrayNode damage = json.putArray("damage");
        inspection
                .damage()
                .forEach(found ->
                        damage.addObject().put("offset", found.offset()).put("rule", found.rule()));
        return json;
    }
}
