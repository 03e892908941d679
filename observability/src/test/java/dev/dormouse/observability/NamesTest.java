package dev.dormouse.observability;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class NamesTest {
    /** Dashboards and alerts hold on to these: a change here is a breaking change. */
    @Test
    void eachNameIsWhatUsersHoldOnTo() {
        assertThat(names())
                .isEqualTo(new TreeMap<>(Map.of(
                        "INVOCATIONS", "faas.invocations",
                        "ERRORS", "faas.errors",
                        "TIMEOUTS", "faas.timeouts",
                        "COLD_STARTS", "faas.coldstarts",
                        "INVOKE_DURATION", "faas.invoke_duration",
                        "INIT_DURATION", "faas.init_duration",
                        "FUEL", "dormouse.fuel",
                        "FUNCTION", "faas.name",
                        "TRIGGER", "faas.trigger",
                        "OUTCOME", "dormouse.outcome")));
    }

    @Test
    void bucketsRise() {
        assertThat(Names.DURATION_BUCKETS).isSorted().doesNotHaveDuplicates();
    }

    private static Map<String, String> names() {
        Map<String, String> names = new TreeMap<>();
        List<Field> fields = Arrays.stream(Names.class.getFields())
                .filter(field -> field.getType() != List.class)
                .toList();
        for (Field field : fields) {
            names.put(field.getName(), text(field));
        }
        return names;
    }

    private static String text(Field field) {
        try {
            Object value = field.get(null);
            return value instanceof AttributeKey<?> key ? key.getKey() : String.valueOf(value);
        } catch (IllegalAccessException e) {
            throw new AssertionError("Names are public.", e);
        }
    }
}
