package dev.dormouse.snapshot.log.model;

/**
 * A batch as one number of 16 bits: 1, writer (2 bits), life (2), messages (5), and 3 bits a tip.
 *
 * <p>Writer and life stand for the nonce: a writer keeps one batch for a slot until it knows what became of it.
 */
final class Batch {
    private static final int WRITER_SHIFT = 13;

    private Batch() {}

    static int of(int writer, int life, int messages, int[] ranOn) {
        return 1 << 15 | writer << WRITER_SHIFT | life << 11 | messages << 6 | ranOn[0] << 3 | ranOn[1];
    }

    static int messages(int batch) {
        return batch >> 6 & 31;
    }

    /** The slot after that of the commit before this one, for {@code agent}. */
    static int ranOn(int batch, int agent) {
        return agent == 0 ? batch >> 3 & 7 : batch & 7;
    }

    /** The same batch in a world where writers have other numbers. */
    static int renamed(int batch, int[] names) {
        if (batch == State.NOTHING) {
            return batch;
        }
        int writer = batch >> WRITER_SHIFT & 3;
        return (batch & ~(3 << WRITER_SHIFT)) | (names[writer] << WRITER_SHIFT);
    }
}
