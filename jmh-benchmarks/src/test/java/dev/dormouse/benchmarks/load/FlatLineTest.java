package dev.dormouse.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class FlatLineTest {
    @Test
    void growthWhileWarmingUpDoesNotCount() {
        assertThat(new FlatLine(List.of(10.0, 20.0, 30.0, 40.0, 40.0, 41.0, 40.0, 41.0, 41.0), 0.05, 0).isFlat())
                .isTrue();
    }

    @Test
    void growthThatGoesOnIsNotFlat() {
        FlatLine line = new FlatLine(List.of(10.0, 20.0, 30.0, 40.0, 50.0, 60.0, 70.0, 80.0, 90.0), 0.05, 0);

        assertThat(line.isFlat()).isFalse();
        assertThat(line.before()).isEqualTo(50);
        assertThat(line.after()).isEqualTo(80);
    }

    @Test
    void oneOutlierIsNoGrowth() {
        assertThat(new FlatLine(List.of(9.0, 9.0, 9.0, 9.0, 9.0, 9.0, 9.0, 90.0, 9.0), 0.05, 0).isFlat())
                .isTrue();
    }

    @Test
    void whatIsSmallMayGrowByTheMargin() {
        assertThat(new FlatLine(List.of(1.0, 1.0, 3.0), 0.1, 2).isFlat()).isTrue();
        assertThat(new FlatLine(List.of(1.0, 1.0, 3.1), 0.1, 2).isFlat()).isFalse();
    }

    @Test
    void twoSamplesSayNothing() {
        assertThatThrownBy(() -> new FlatLine(List.of(1.0, 1.0), 0.1, 2)).hasMessageContaining("3 samples");
    }
}
