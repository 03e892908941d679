package dev.dormouse.snapshot.store;

import dev.dormouse.snapshot.RememberedAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which answers are remembered: the newest, bounded in number, bytes and age. */
final class Answers {
    private final StoreSettings settings;

    Answers(StoreSettings settings) {
        this.settings = settings;
    }

    /** Those of {@code before} that still have room beside {@code added}, oldest first. */
    List<RememberedAnswer> with(List<RememberedAnswer> before, Optional<RememberedAnswer> added) {
        return added.isEmpty() ? before : with(before, List.of(added.get()));
    }

    List<RememberedAnswer> with(List<RememberedAnswer> before, List<RememberedAnswer> added) {
        List<RememberedAnswer> all = new ArrayList<>(before);
        all.addAll(added);
        long newest = all.isEmpty() ? 0 : all.getLast().millis();
        int first = all.size();
        long bytes = 0;
        while (first > 0 && all.size() - first < settings.answers()) {
            RememberedAnswer candidate = all.get(first - 1);
            bytes += candidate.answer().length + candidate.message().length();
            boolean newestOfAll = first == all.size();
            boolean tooOld = newest - candidate.millis() > settings.answerAge().toMillis();
            if (!newestOfAll && (tooOld || bytes > settings.answerBytes())) {
                break;
            }
            first--;
        }
        return List.copyOf(all.subList(first, all.size()));
    }
}
