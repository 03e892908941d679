package dev.dormouse.invoker.wasm;

/** How many more entries the tables of one instance may have, all together. Confined to the instance's thread. */
final class TableAllowance {
    private int left;

    TableAllowance(int entries) {
        left = entries;
    }

    /** Takes {@code entries}, if there are so many left. */
    boolean take(long entries) {
        if (entries > left) {
            return false;
        }
        left -= (int) entries;
        return true;
    }
}
