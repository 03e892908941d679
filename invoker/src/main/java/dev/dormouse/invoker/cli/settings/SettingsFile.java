package dev.dormouse.invoker.cli.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.dormouse.invoker.cli.command.WrongUse;
import dev.dormouse.snapshot.Excerpt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/** Reads the YAML file of settings: one level, {@code key: value}, keys as in {@link Setting}. */
final class SettingsFile {
    private static final int MAX_BYTES = 64 << 10;
    private static final int MAX_DEPTH = 8;

    private SettingsFile() {}

    /** What the file says. Anything that it cannot mean is a {@link WrongUse}. */
    static Map<Setting, String> read(Path file) {
        JsonNode document = parse(file, bytes(file));
        var values = new EnumMap<Setting, String>(Setting.class);
        if (document.isMissingNode() || document.isNull()) {
            return values;
        }
        if (!document.isObject()) {
            throw new WrongUse("A settings file holds lines 'key: value'; " + file + " does not.");
        }
        for (var property : document.properties()) {
            Setting setting = Setting.ofKey(property.getKey())
                    .orElseThrow(() -> new WrongUse("The settings file " + file + " has the key '"
                            + Excerpt.of(property.getKey())
                            + "', which is no setting. 'dormouse config' prints those that there are."));
            values.put(setting, scalar(file, property.getKey(), property.getValue()));
        }
        return values;
    }

    private static byte[] bytes(Path file) {
        try (var in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new WrongUse("A settings file is at most " + MAX_BYTES + " bytes; " + file + " is larger.");
            }
            return bytes;
        } catch (NoSuchFileException missing) {
            throw new WrongUse("There is no settings file " + file + ". Correct --config or DORMOUSE_CONFIG.");
        } catch (IOException failed) {
            throw new WrongUse("The settings file " + file + " cannot be read (" + failed.getMessage()
                    + "). Correct --config or DORMOUSE_CONFIG.");
        }
    }

    private static JsonNode parse(Path file, byte[] bytes) {
        var constraints =
                StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build();
        var yaml = YAMLMapper.builder(YAMLFactory.builder()
                        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                        .streamReadConstraints(constraints)
                        .build())
                .build();
        try {
            return yaml.readTree(bytes);
        } catch (JsonProcessingException malformed) {
            var location = malformed.getLocation();
            String where = location == null ? "" : ", line " + location.getLineNr();
            String why = malformed.getOriginalMessage().lines().findFirst().orElse("");
            throw new WrongUse("The settings file " + file + where + ", is not YAML: " + Excerpt.of(why) + ".");
        } catch (IOException failed) {
            throw new WrongUse("The settings file " + file + " cannot be read (" + failed.getMessage() + ").");
        }
    }

    private static String scalar(Path file, String key, JsonNode value) {
        if (!value.isValueNode() || value.asText().isBlank() || value.isNull()) {
            throw new WrongUse("The settings file " + file + " gives '" + key
                    + "' no single value. Write 'key: value', or leave the key out for the default.");
        }
        return value.asText();
    }
}
