package dev.dormouse.snapshot.log.model;

import dev.dormouse.snapshot.log.model.State.Writer;
import java.util.ArrayList;
import java.util.List;

/**
 * A state as a text that is equal for states that differ only in which writer is called which: all writers follow the
 * same rules, so what holds for one such state holds for the others.
 */
final class Encoding {
    private final List<int[]> namings = new ArrayList<>();

    Encoding(int writers) {
        name(new int[writers], 0, 0);
    }

    private void name(int[] names, int writer, int used) {
        if (writer == names.length) {
            namings.add(names.clone());
        }
        for (int name = 0; writer < names.length && name < names.length; name++) {
            if ((used >> name & 1) == 0) {
                names[writer] = name;
                name(names, writer + 1, used | 1 << name);
            }
        }
    }

    String of(State state) {
        String least = encode(state, namings.getFirst());
        for (int i = 1; i < namings.size(); i++) {
            String other = encode(state, namings.get(i));
            least = other.compareTo(least) < 0 ? other : least;
        }
        return least;
    }

    private static String encode(State state, int[] names) {
        StringBuilder out = new StringBuilder(64);
        for (int slot = 0; slot < state.slots.length; slot++) {
            out.append((char) Batch.renamed(state.slots[slot], names));
            out.append((char) Batch.renamed(state.history[slot], names));
        }
        out.append((char)
                (state.checkpoint | state.checkpointAge << 4 | state.faultsLeft << 8 | state.restartsLeft << 12));
        out.append((char) (state.answered | state.late.length << 8));
        for (int i = 0; i < state.late.length; i += 2) {
            out.append((char) state.late[i]).append((char) Batch.renamed(state.late[i + 1], names));
        }
        for (int name = 0; name < names.length; name++) {
            for (int writer = 0; writer < names.length; writer++) {
                if (names[writer] == name) {
                    append(out, state.writers[writer], names);
                }
            }
        }
        return out.toString();
    }

    private static void append(StringBuilder out, Writer writer, int[] names) {
        int trust = writer.trusting ? 1 : 0;
        out.append((char) (writer.phase.code | writer.life << 3 | writer.next << 6 | trust << 9));
        out.append((char) (writer.seen | writer.tips[0] << 6 | writer.tips[1] << 10));
        out.append((char) (writer.waiting[0] | writer.waiting[1] << 4 | writer.ranOn[0] << 8 | writer.ranOn[1] << 12));
        out.append((char) Batch.renamed(writer.batch, names));
    }
}
