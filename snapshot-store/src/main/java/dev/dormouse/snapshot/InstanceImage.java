package dev.dormouse.snapshot;

import java.util.BitSet;
import java.util.List;
import java.util.Map;

/**
 * Everything of an instance that lives on between two invocations.
 *
 * <p>The call stack is not in it: an image is taken between calls only. What belongs to the host (open connections,
 * deadlines, random state, blocks of host memory) is not in it either; docs/abi.md says what a guest must renew.
 *
 * <p>Thread-safe: immutable, and resumed by any number of instances at once. The arrays inside are shared, see
 * {@link GranuleTable}.
 *
 * @param memory content of the one linear memory; no granules if the module has none
 * @param globals values of the module's own globals, in their order
 * @param tables contents of the module's tables, in their order
 * @param droppedElements indices of element segments that were dropped
 * @param droppedData indices of data segments that were dropped
 * @param variables the guest's named variables (Extism {@code var_set}); values are to read, never to write
 */
public record InstanceImage(
        GranuleTable memory,
        List<GlobalImage> globals,
        List<TableImage> tables,
        BitSet droppedElements,
        BitSet droppedData,
        Map<String, byte[]> variables) {
    public InstanceImage {
        globals = List.copyOf(globals);
        tables = List.copyOf(tables);
        droppedElements = (BitSet) droppedElements.clone();
        droppedData = (BitSet) droppedData.clone();
        variables = Map.copyOf(variables);
    }

    @Override
    public BitSet droppedElements() {
        return (BitSet) droppedElements.clone();
    }

    @Override
    public BitSet droppedData() {
        return (BitSet) droppedData.clone();
    }
}
