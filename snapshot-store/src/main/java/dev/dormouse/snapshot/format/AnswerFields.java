package dev.dormouse.snapshot.format;

import dev.dormouse.snapshot.RememberedAnswer;
import java.util.ArrayList;
import java.util.List;

/** Remembered answers as fields. */
final class AnswerFields {
    private AnswerFields() {}

    static ByteWriter many(List<RememberedAnswer> answers) {
        ByteWriter out = new ByteWriter(256).varint(answers.size());
        answers.forEach(answer -> write(out, answer));
        return out;
    }

    private static void write(ByteWriter out, RememberedAnswer answer) {
        out.varint(answer.millis()).text(answer.message()).blob(answer.answer());
    }

    static List<RememberedAnswer> readMany(ByteReader in) throws CorruptObjectException {
        int count = in.count(3);
        List<RememberedAnswer> answers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            answers.add(read(in));
        }
        in.expectEnd();
        return List.copyOf(answers);
    }

    private static RememberedAnswer read(ByteReader in) throws CorruptObjectException {
        long millis = in.varint();
        String message = in.text();
        byte[] answer = in.blob();
        try {
            return new RememberedAnswer(message, answer, millis);
        } catch (IllegalArgumentException e) {
            throw new CorruptObjectException("A remembered answer is not one: " + e.getMessage(), e);
        }
    }
}
