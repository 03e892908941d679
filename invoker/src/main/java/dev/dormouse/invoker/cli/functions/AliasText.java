package dev.dormouse.invoker.cli.functions;

import com.fasterxml.jackson.databind.JsonNode;
import dev.dormouse.invoker.cli.command.JsonText;
import dev.dormouse.invoker.cli.command.WrongUse;
import dev.dormouse.snapshot.Excerpt;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Aliases as people write them: {@code live=3} or {@code live=3:90,2:10}. */
final class AliasText {
    private static final Pattern TARGET = Pattern.compile("([1-9][0-9]{0,8})(?::([0-9]{1,6}))?");

    private AliasText() {}

    /** Shows aliases as the control API gives them, separated by blanks. */
    static String of(JsonNode aliases) {
        return StreamSupport.stream(aliases.spliterator(), false)
                .map(alias -> alias.path("name").asText() + "=" + targets(alias.path("targets")))
                .collect(Collectors.joining(" "));
    }

    private static String targets(JsonNode targets) {
        return StreamSupport.stream(targets.spliterator(), false)
                .map(target -> targets.size() == 1
                        ? target.path("revision").asText()
                        : target.path("revision").asText() + ":"
                                + target.path("weight").asText())
                .collect(Collectors.joining(","));
    }

    /** Reads {@code ALIAS=REVISION[:WEIGHT][,...]}; what names the same alias again adds to it. */
    static Map<String, JsonNode> parse(List<String> texts) {
        var targets = new LinkedHashMap<String, List<String>>();
        for (String text : texts) {
            int equals = text.indexOf('=');
            if (equals < 1) {
                throw wrong(text);
            }
            targets.computeIfAbsent(text.substring(0, equals), alias -> new ArrayList<>())
                    .addAll(List.of(text.substring(equals + 1).split(",", -1)));
        }
        var specs = new LinkedHashMap<String, JsonNode>();
        targets.forEach((alias, parts) -> specs.put(alias, spec(parts)));
        return specs;
    }

    private static JsonNode spec(List<String> parts) {
        var spec = JsonText.object();
        var targets = spec.putArray("targets");
        for (String part : parts) {
            var matcher = TARGET.matcher(part);
            if (!matcher.matches()) {
                throw wrong(part);
            }
            var target = targets.addObject().put("revision", Integer.parseInt(matcher.group(1)));
            String weight = matcher.group(2);
            target.put("weight", weight == null ? 1 : Integer.parseInt(weight));
        }
        return spec;
    }

    private static WrongUse wrong(String text) {
        return new WrongUse(
                "A route is ALIAS=REVISION or ALIAS=REVISION:WEIGHT,REVISION:WEIGHT, for example live=3:90,2:10;"
                        + " this one is '" + Excerpt.of(text) + "'.");
    }
}
