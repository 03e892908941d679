package dev.dormouse.invoker.execution.agent;

import dev.dormouse.invoker.Refused;
import dev.dormouse.invoker.exchange.RequestHead;
import dev.dormouse.invoker.host.GuestAnswer;
import dev.dormouse.invoker.wasm.Completion;
import dev.dormouse.invoker.wasm.GuestStop;
import dev.dormouse.snapshot.Excerpt;
import dev.dormouse.snapshot.RememberedAnswer;
import dev.dormouse.snapshot.format.CorruptObjectException;
import dev.dormouse.snapshot.store.Snapshot;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;

/**
 * A message that its caller may repeat.
 *
 * @param key the caller's name for it
 * @param fingerprint what makes another request under the same name another message: method, path, query and body;
 *     SHA-256 of them, to read, never to write
 */
@SuppressWarnings("ArrayRecordComponent") // compared by its content, in answerIn
record KeyedMessage(String key, byte[] fingerprint) {
    /** @throws Refused {@code BAD_INPUT} if the key cannot be one */
    static KeyedMessage of(String key, RequestHead head, byte[] body) {
        if (key.isEmpty() || key.length() > RememberedAnswer.MESSAGE_MAX_CHARS) {
            throw new Refused(
                    Refused.Kind.BAD_INPUT,
                    "An idempotency key has 1 to " + RememberedAnswer.MESSAGE_MAX_CHARS + " characters; this one has "
                            + key.length() + ". A random UUID is a good one.");
        }
        return new KeyedMessage(key, fingerprint(head, body));
    }

    /**
     * What an earlier message under this key was answered, if it is remembered.
     *
     * @throws Refused {@code KEY_REUSED} if that was another message
     * @throws CorruptObjectException if it cannot be read
     */
    Optional<AnswerRecord> answerIn(Snapshot snapshot) throws CorruptObjectException {
        Optional<RememberedAnswer> remembered = snapshot.answerTo(key);
        if (remembered.isEmpty()) {
            return Optional.empty();
        }
        AnswerRecord record = AnswerRecord.decode(remembered.get().answer());
        if (!Arrays.equals(record.fingerprint(), fingerprint)) {
            throw new Refused(
                    Refused.Kind.KEY_REUSED,
                    "An idempotency key stands for one message; '" + Excerpt.of(key)
                            + "' was used for another one (method, path, query and body are compared). Use a new key"
                            + " for a new message.");
        }
        return Optional.of(record);
    }

    /**
     * What is to be remembered of the answer.
     *
     * @param generation that it will be committed at
     * @throws GuestStop if it is too large for that
     */
    RememberedAnswer remember(GuestAnswer.Whole answer, long generation, long millis) {
        byte[] bytes = new AnswerRecord(fingerprint, generation, answer.head(), answer.body()).encode();
        if (bytes.length > RememberedAnswer.ANSWER_MAX_BYTES) {
            throw GuestStop.as(new Completion.OutOfMemory("The answer to a message with an idempotency key has at most "
                    + RememberedAnswer.ANSWER_MAX_BYTES
                    + " bytes, headers included, as it is kept for repeats; this one"
                    + " has " + bytes.length + ". Send the message without a key, or answer less."));
        }
        return new RememberedAnswer(key, bytes, millis);
    }

    private static byte[] fingerprint(RequestHead head, byte[] body) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            for (String part : new String[] {head.method(), head.path(), head.query()}) {
                sha.update(part.getBytes(StandardCharsets.UTF_8));
                sha.update((byte) 0);
            }
            return sha.digest(body);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256.", e);
        }
    }
}
