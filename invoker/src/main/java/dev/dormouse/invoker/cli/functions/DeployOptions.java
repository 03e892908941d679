package dev.dormouse.invoker.cli.functions;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.dormouse.invoker.cli.command.JsonText;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a deploy asks for beside the module: as a spec, or as the query of an upload. */
final class DeployOptions {
    private final ObjectNode options = JsonText.object();

    /** Sets a text; does nothing without one. */
    DeployOptions text(String name, @Nullable String value) {
        if (value != null) {
            options.put(name, value);
        }
        return this;
    }

    /** Sets a number; does nothing without one. */
    DeployOptions number(String name, @Nullable Long value) {
        if (value != null) {
            options.put(name, value);
        }
        return this;
    }

    DeployOptions variables(String kind, Map<String, String> values) {
        ObjectNode variables = options.putObject(kind);
        values.forEach(variables::put);
        return this;
    }

    DeployOptions live(boolean answers) {
        if (!answers) {
            options.put("live", false);
        }
        return this;
    }

    QueryText query() {
        var query = new QueryText();
        options.properties().forEach(option -> {
            if (option.getValue() instanceof ObjectNode variables) {
                variables
                        .properties()
                        .forEach(variable -> query.add(
                                option.getKey() + "." + variable.getKey(),
                                variable.getValue().asText()));
            } else {
                query.add(option.getKey(), option.getValue().asText());
            }
        });
        return query;
    }

    /**
     * As a spec.
     *
     * @param module digest of what was uploaded before
     * @param sample request to rehearse it with
     */
    ObjectNode spec(String module, ObjectNode sample) {
        return options.deepCopy().put("module", module).set("sample", sample);
    }
}
