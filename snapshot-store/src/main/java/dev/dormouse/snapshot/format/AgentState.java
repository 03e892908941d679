package dev.dormouse.snapshot.format;

import dev.dormouse.snapshot.InstanceImage;
import dev.dormouse.snapshot.RememberedAnswer;
import java.util.List;

/**
 * What is kept of an agent at one generation.
 *
 * @param image its instance
 * @param answers what its last messages were answered, oldest first
 */
public record AgentState(InstanceImage image, List<RememberedAnswer> answers) {
    public AgentState {
        answers = List.copyOf(answers);
    }
}
