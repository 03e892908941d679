package dev.dormouse.invoker.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TimedStepTest {
    @Test
    void tellsBothTimesAndSaysWhichIsWhich() {
        var step = new TimedStep(
                "a message",
                12.34,
                "admit;dur=0.010, load;desc=disk;dur=5.200, run;dur=0.400, commit;dur=1.000, total;dur=7.000");

        assertThat(step.line().replaceAll(" {2,}", "  "))
                .isEqualTo("a message  12.3 ms  (load from disk 5.2 ms, run 0.400 ms, commit 1.0 ms, total 7.0 ms)");
    }

    @Test
    void leavesOutWhatTheRuntimeDoesNotTell() {
        assertThat(new TimedStep("killed", 1_500, "").line())
                .startsWith("killed ")
                .endsWith("1.50 s");
    }
}
