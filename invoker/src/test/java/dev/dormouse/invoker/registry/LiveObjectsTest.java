package dev.dormouse.invoker.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class LiveObjectsTest {
    private static final LiveObjects LIVE = new LiveObjects(4, Set.of("modules/ab", "modules/cd.2", "bases/12.1"));

    @Test
    void condemnsWhatNobodyNamesTwoSeasonsLater() {
        assertThat(LIVE.isCondemned("modules/ef")).isTrue();
        assertThat(LIVE.isCondemned("bases/34.1")).isTrue();
        assertThat(LIVE.isCondemned("bases/34.2")).isTrue();
        assertThat(LIVE.isCondemned("bases/34.3")).isFalse();
        assertThat(LIVE.isCondemned("bases/34.4")).isFalse();
        assertThat(LIVE.isCondemned("bases/34.5")).isFalse();
        assertThat(LIVE.isCondemned("modules/ab.2"))
                .as("the same module, kept twice")
                .isTrue();
    }

    @Test
    void keepsWhatARevisionNamesAndWhatWasCompiledFromIt() {
        assertThat(LIVE.isCondemned("modules/ab")).isFalse();
        assertThat(LIVE.isCondemned("modules/cd.2")).isFalse();
        assertThat(LIVE.isCondemned("bases/12.1")).isFalse();
        assertThat(LIVE.isCondemned("compiled/1_x/ab")).isFalse();
        assertThat(LIVE.isCondemned("compiled/2.0/cd.2")).isFalse();
        assertThat(LIVE.isCondemned("compiled/2.0/cd")).isTrue();
    }

    @Test
    void leavesAloneWhatItCannotRead() {
        for (String name : new String[] {"ab.x", "ab.1.2", "ab.01", "ab.9999999999999999999", "README", ".1"}) {
            assertThat(LIVE.isCondemned("modules/" + name)).as(name).isFalse();
            assertThat(LIVE.isNeeded("modules/" + name)).as(name).isTrue();
        }
    }
}
