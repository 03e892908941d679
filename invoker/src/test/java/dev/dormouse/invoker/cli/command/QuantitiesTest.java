package dev.dormouse.invoker.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantitiesTest {
    @ParameterizedTest
    @CsvSource({"0, 0", "17, 17", "17B, 17", "2KiB, 2048", "3 MiB, 3145728", "4GiB, 4294967296"})
    void readsSizes(String text, long bytes) {
        assertThat(Quantities.bytes(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource({"250, 250", "250ms, 250", "5s, 5000", "2 m, 120000", "1h, 3600000"})
    void readsTimes(String text, long millis) {
        assertThat(Quantities.time(text)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "1.5MiB", "1 mb", "999999999999999GiB", "MiB", "1e3"})
    void refusesWhatIsNoSize(String text) {
        assertThatThrownBy(() -> Quantities.bytes(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void showsSizesAndTimesForPeople() {
        assertThat(Quantities.size(812)).isEqualTo("812 B");
        assertThat(Quantities.size(2_150)).isEqualTo("2.1 KiB");
        assertThat(Quantities.size(3_565_158)).isEqualTo("3.4 MiB");
        assertThat(Quantities.took(0.4123)).isEqualTo("0.412 ms");
        assertThat(Quantities.took(12.34)).isEqualTo("12.3 ms");
        assertThat(Quantities.took(1_254)).isEqualTo("1.25 s");
    }
}
