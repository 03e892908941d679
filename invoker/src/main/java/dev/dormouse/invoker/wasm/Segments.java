package dev.dormouse.invoker.wasm;

import dev.dormouse.snapshot.InstanceImage;
import java.util.BitSet;
import run.endive.runtime.Instance;
import run.endive.wasm.WasmModule;
import run.endive.wasm.types.PassiveDataSegment;
import run.endive.wasm.types.PassiveElement;

/**
 * The segments of a module, in the form for resuming, that an instance may drop: passive ones that hold something.
 *
 * @param data indices of data segments
 * @param elements indices of element segments
 */
record Segments(BitSet data, BitSet elements) {
    static Segments of(WasmModule module) {
        BitSet data = new BitSet();
        for (int i = 0; i < module.dataSection().dataSegmentCount(); i++) {
            var segment = module.dataSection().getDataSegment(i);
            data.set(i, segment instanceof PassiveDataSegment && segment.data().length > 0);
        }
        BitSet elements = new BitSet();
        for (int i = 0; i < module.elementSection().elementCount(); i++) {
            var segment = module.elementSection().getElement(i);
            elements.set(i, segment instanceof PassiveElement && segment.elementCount() > 0);
        }
        return new Segments(data, elements);
    }

    BitSet droppedData(Instance instance) {
        BitSet dropped = new BitSet();
        for (int i = data.nextSetBit(0); i >= 0; i = data.nextSetBit(i + 1)) {
            dropped.set(i, instance.dataSegmentData(i).length == 0);
        }
        return dropped;
    }

    BitSet droppedElements(Instance instance) {
        BitSet dropped = new BitSet();
        for (int i = elements.nextSetBit(0); i >= 0; i = elements.nextSetBit(i + 1)) {
            dropped.set(i, instance.element(i) == null);
        }
        return dropped;
    }

    /** Drops in {@code instance} what had been dropped when {@code image} was taken. */
    static void drop(Instance instance, InstanceImage image) {
        BitSet data = image.droppedData();
        for (int i = data.nextSetBit(0); i >= 0; i = data.nextSetBit(i + 1)) {
            instance.dropDataSegment(i);
        }
        BitSet elements = image.droppedElements();
        for (int i = elements.nextSetBit(0); i >= 0; i = elements.nextSetBit(i + 1)) {
            instance.setElement(i, null);
        }
    }
}
