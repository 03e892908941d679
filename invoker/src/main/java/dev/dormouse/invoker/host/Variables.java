package dev.dormouse.invoker.host;

import dev.dormouse.invoker.wasm.MemoryReservation;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The named variables of one instance: a guest's state outside its memory, captured with it. Values are never written
 * once they are here, so images may share them.
 */
final class Variables {
    private final HostLimits limits;
    private final MemoryReservation reservation;
    private Map<String, byte[]> values;
    private boolean shared = true;
    private long bytes = -1;
    private long bytesOfImage;
    private long taken;

    /**
     * @param values of the image; stays as it is
     * @param reservation what they grow from
     */
    Variables(HostLimits limits, Map<String, byte[]> values, MemoryReservation reservation) {
        this.limits = limits;
        this.reservation = reservation;
        this.values = values;
    }

    byte @Nullable [] get(String name) {
        return values.get(name);
    }

    /** Sets a variable to a copy of {@code value}. */
    void set(String name, byte[] value) {
        own();
        byte[] former = values.get(name);
        long nameBytes = name.getBytes(StandardCharsets.UTF_8).length;
        long after = bytes + value.length + (former == null ? nameBytes : -former.length);
        if (after > limits.maxVariableBytes()) {
            throw limits.variablesFull();
        }
        account(after);
        values.put(name, value.clone());
    }

    void delete(String name) {
        if (!values.containsKey(name)) {
            return;
        }
        own();
        byte[] former = values.remove(name);
        if (former != null) {
            account(bytes - former.length - name.getBytes(StandardCharsets.UTF_8).length);
        }
    }

    /** The variables as they are now; does not change with them. */
    Map<String, byte[]> snapshot() {
        return Map.copyOf(values);
    }

    /** What is more than the image had is this instance's own. */
    private void account(long after) {
        long own = Math.max(0, after - bytesOfImage);
        if (own > taken) {
            reservation.take(own - taken);
        } else {
            reservation.giveBack(taken - own);
        }
        taken = own;
        bytes = after;
    }

    private void own() {
        if (!shared) {
            return;
        }
        values = new HashMap<>(values);
        shared = false;
        bytes = 0;
        values.forEach((name, value) -> bytes += value.length + name.getBytes(StandardCharsets.UTF_8).length);
        bytesOfImage = bytes;
    }
}
