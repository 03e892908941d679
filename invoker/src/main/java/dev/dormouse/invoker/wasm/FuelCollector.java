package dev.dormouse.invoker.wasm;

import run.endive.compiler.internal.ByteClassCollector;

/**
 * Takes the classes from Endive's compiler and rewrites each for fuel at once.
 *
 * <p>At once, because a method may be just small enough for the JVM before and too large after. The exception then
 * reaches the compiler as if the method had been too large from the start, and it leaves the function to the
 * interpreter.
 */
final class FuelCollector extends ByteClassCollector {
    @Override
    public void put(String className, byte[] bytes) {
        super.put(className.replace('/', '.'), FuelRewriter.rewrite(bytes));
    }

    @Override
    public void putMainClass(String className, byte[] bytes) {
        super.putMainClass(className, FuelRewriter.rewrite(bytes));
    }
}
