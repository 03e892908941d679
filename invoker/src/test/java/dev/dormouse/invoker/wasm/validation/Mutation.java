package dev.dormouse.invoker.wasm.validation;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Damages modules: one to eight small changes each, those that parsers dislike most. */
final class Mutation {
    private static final byte[][] TOKENS = {
        {0},
        {0x7F},
        {(byte) 0x80},
        {(byte) 0xFF},
        {(byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x07},
        {(byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x0F},
        {(byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, 0},
        {0x0B},
        {0x02, 0x40},
        {0x0E},
        {(byte) 0xFC},
        {(byte) 0xFD, 0x0C},
        {0x1F, 0x40, 1, 2, 0}
    };

    private Mutation() {}

    static byte[] of(byte[] module, RandomGenerator random) {
        byte[] mutant = module.clone();
        int changes = 1 + random.nextInt(8);
        for (int i = 0; i < changes && mutant.length > 0; i++) {
            mutant = change(mutant, random);
        }
        return mutant;
    }

    private static byte[] change(byte[] module, RandomGenerator random) {
        int at = random.nextInt(module.length);
        return switch (random.nextInt(6)) {
            case 0 -> {
                module[at] ^= (byte) (1 << random.nextInt(8));
                yield module;
            }
            case 1 -> {
                module[at] = (byte) random.nextInt(256);
                yield module;
            }
            case 2 -> {
                byte[] token = TOKENS[random.nextInt(TOKENS.length)];
                System.arraycopy(token, 0, module, at, Math.min(token.length, module.length - at));
                yield module;
            }
            case 3 -> insert(module, at, TOKENS[random.nextInt(TOKENS.length)]);
            case 4 -> remove(module, at, 1 + random.nextInt(4));
            default -> copy(module, at, random);
        };
    }

    private static byte[] insert(byte[] module, int at, byte[] token) {
        byte[] longer = Arrays.copyOf(module, module.length + token.length);
        System.arraycopy(module, at, longer, at + token.length, module.length - at);
        System.arraycopy(token, 0, longer, at, token.length);
        return longer;
    }

    private static byte[] remove(byte[] module, int at, int count) {
        int removed = Math.min(count, module.length - at);
        byte[] shorter = Arrays.copyOf(module, module.length - removed);
        System.arraycopy(module, at + removed, shorter, at, module.length - at - removed);
        return shorter;
    }

    /** Overwrites a part with another part of the same module. */
    private static byte[] copy(byte[] module, int at, RandomGenerator random) {
        int from = random.nextInt(module.length);
        int length = Math.min(random.nextInt(32), module.length - Math.max(at, from));
        System.arraycopy(module, from, module, at, length);
        return module;
    }
}
