package dev.dormouse.invoker.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dormouse.invoker.host.GuestStyle;
import dev.dormouse.snapshot.FunctionName;
import dev.dormouse.snapshot.ModuleDigest;
import dev.dormouse.snapshot.RevisionId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RegistryJsonTest {
    private static RegistryEvent.Deployed event(Durability durability) {
        return event(durability, AgentPolicy.STAY, null);
    }

    private static RegistryEvent.Deployed event(AgentPolicy agents) {
        return event(Durability.BEFORE_REPLY, agents, null);
    }

    private static RegistryEvent.Deployed event(Durability durability, @Nullable SampleRequest sample) {
        return event(durability, AgentPolicy.STAY, sample);
    }

    private static RegistryEvent.Deployed event(
            Durability durability, AgentPolicy agents, @Nullable SampleRequest sample) {
        ModuleDigest digest = ModuleDigest.of(new byte[] {1});
        RevisionView view = new RevisionView(
                new RevisionId(new FunctionName("hello"), 1),
                GuestStyle.EXTISM,
                "handle",
                digest,
                1,
                65_536,
                1_000,
                1_000,
                4,
                durability,
                agents,
                Map.of(),
                Map.of(),
                sample,
                Instant.EPOCH);
        return new RegistryEvent.Deployed(new Revision(view, digest, "bases/1", 3, 4), true, Instant.EPOCH);
    }

    @Test
    void givesBackWhatWasRecorded() throws Exception {
        for (Durability durability : Durability.values()) {
            assertThat(RegistryJson.read(RegistryJson.write(event(durability)))).isEqualTo(event(durability));
        }
        for (AgentPolicy agents : AgentPolicy.values()) {
            RegistryEvent event = event(agents);
            assertThat(RegistryJson.read(RegistryJson.write(event))).isEqualTo(event);
        }
    }

    @Test
    void givesBackASampleAndSaysNothingOfNone() throws Exception {
        RegistryEvent with = event(Durability.BEFORE_REPLY, new SampleRequest("POST", "/a?b=c", "text/plain", "AQI="));
        assertThat(RegistryJson.read(RegistryJson.write(with))).isEqualTo(with);
        assertThat(new String(RegistryJson.write(event(Durability.BEFORE_REPLY)), StandardCharsets.UTF_8))
                .as("an older release reads what has none")
                .doesNotContain("sample");
    }

    @Test
    void revisionsFromBeforeThereWasAChoiceAnswerAfterTheirCommit() throws Exception {
        String json = new String(RegistryJson.write(event(Durability.AFTER_REPLY)), StandardCharsets.UTF_8);
        String old = json.replace("\"durability\":\"after-reply\",", "");
        assertThat(old).isNotEqualTo(json);
        assertThat(RegistryJson.read(old.getBytes(StandardCharsets.UTF_8))).isEqualTo(event(Durability.BEFORE_REPLY));
    }

    @Test
    void agentsOfRevisionsFromBeforeThereWasAChoiceStay() throws Exception {
        assertThat(new String(RegistryJson.write(event(AgentPolicy.MIGRATE)), StandardCharsets.UTF_8))
                .contains("\"agents\":\"migrate\"");
        byte[] old = RegistryJson.write(event(AgentPolicy.STAY));
        assertThat(new String(old, StandardCharsets.UTF_8))
                .as("an older release reads it")
                .doesNotContain("\"agents\"");
        assertThat(RegistryJson.read(old)).isEqualTo(event(AgentPolicy.STAY));
    }

    @Test
    void objectsFromBeforeThereWereSeasonsAreOfSeasonZero() throws Exception {
        String json = new String(RegistryJson.write(event(Durability.BEFORE_REPLY)), StandardCharsets.UTF_8);
        String old = json.replace(",\"moduleSeason\":3,\"codeSeason\":4", "");
        assertThat(old).isNotEqualTo(json);
        RegistryEvent read = RegistryJson.read(old.getBytes(StandardCharsets.UTF_8));
        assertThat(((RegistryEvent.Deployed) read).revision().codeRef().season())
                .isZero();
        assertThat(((RegistryEvent.Deployed) read).revision().moduleRef().season())
                .isZero();
    }

    @Test
    void givesBackThatASeasonBegan() throws Exception {
        RegistryEvent begun = new RegistryEvent.SeasonBegun(7, Instant.EPOCH);
        assertThat(RegistryJson.read(RegistryJson.write(begun))).isEqualTo(begun);
    }
}
