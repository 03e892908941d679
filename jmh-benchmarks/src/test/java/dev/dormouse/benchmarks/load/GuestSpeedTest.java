package dev.dormouse.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class GuestSpeedTest {
    @Test
    void takesTheMedianOfTheCallsOfAllRoundsBetweenTwoNumbers() {
        List<long[]> rounds = List.of(new long[] {900, 5, 6, 7}, new long[] {800, 1});

        assertThat(GuestSpeed.median(rounds, 0, 1)).isEqualTo(900);
        assertThat(GuestSpeed.median(rounds, 1, 4)).isEqualTo(6);
        assertThat(GuestSpeed.median(rounds, 4, 9)).isZero();
    }

    @Test
    void readsWhatTheRuntimeSaysOfItsTime() {
        var answer = new HttpClientConnection.Answer(
                200, "resume", "admit;dur=0.002, load;desc=disk;dur=1.5, total;dur=3", "");

        assertThat(answer.tookMillis("load")).isEqualTo(1.5);
        assertThat(answer.tookMillis("total")).isEqualTo(3);
        assertThat(answer.tookMillis("commit")).isZero();
    }
}
