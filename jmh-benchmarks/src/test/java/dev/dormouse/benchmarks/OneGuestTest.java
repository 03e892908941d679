package dev.dormouse.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What {@link OneGuest} times gives correct results. */
class OneGuestTest {
    @ParameterizedTest
    @EnumSource(names = {"FIBONACCI", "SIEVE", "MATRIX", "GREETER"})
    void guestGivesWhatItMust(Guest guest) throws Exception {
        assertThat(OneGuest.times(guest, GuestCode.METERED, 3, Long.MAX_VALUE, System::nanoTime))
                .hasSize(3)
                .doesNotContain(0);
    }

    @ParameterizedTest
    @EnumSource
    void kernelsGiveTheSameHoweverTheyAreRun(GuestCode code) throws Exception {
        for (Guest kernel : new Guest[] {Guest.FIBONACCI, Guest.SIEVE, Guest.MATRIX}) {
            assertThat(Kernels.running(kernel, code).getAsLong()).isEqualTo(kernel.result());
        }
    }

    @Test
    void wrongResultIsNoTime() {
        assertThatThrownBy(() -> Guest.SIEVE.require(1)).hasMessageContaining("9592");
        assertThatThrownBy(() -> Guest.GREETER.require(new byte[0])).hasMessageContaining("GREETER");
    }

    @Test
    void makesNoMoreCallsWhenTimeIsUp() throws Exception {
        long[] clock = {0};

        assertThat(OneGuest.times(Guest.FIBONACCI, GuestCode.METERED, 100, 8, () -> clock[0]++))
                .hasSize(3);
    }
}
