package dev.dormouse.snapshot.object.s3;

import dev.dormouse.snapshot.Pause;
import dev.dormouse.snapshot.Ticker;
import dev.dormouse.snapshot.object.Listed;
import dev.dormouse.snapshot.object.ObjectKeys;
import dev.dormouse.snapshot.object.ObjectStore;
import dev.dormouse.snapshot.object.StoreRefusedException;
import dev.dormouse.snapshot.object.StoreUnavailableException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Keeps each object as one object of a bucket, below a prefix.
 *
 * <p>A create is one PUT with {@code If-None-Match: *} and the SHA-256 of its content, and carries a {@link WriterMark}.
 * It is not repeated blindly: an answer that does not settle it (none, 5xx, 429) is followed by a look at the object's
 * mark. One's own: created. Another's: occupied. None: not known, as the request may yet arrive, and the caller decides.
 * Only after 409, which says that nothing was done, is the same sent again. A 412 is looked at as well, because
 * something between here and the server may have sent the request twice.
 *
 * <p>Reads, lists and deletes are repeated a few times, see {@link S3Limits}. A whole object whose bytes are not what
 * its writer sent is fetched once more; if it is still so it is handed on, for the formats find the damage, and who
 * reads them knows what else says the same.
 *
 * <p>{@link #clock()} has a resolution of one second. Thread-safe; made for virtual threads: connections are pooled
 * and bounded.
 */
public final class S3ObjectStore implements ObjectStore {
    private final S3Settings settings;
    private final S3Client client;
    private final AnswerClock clock;
    private final Retries retries;
    private final RandomGenerator random;

    private S3ObjectStore(
            S3Settings settings, S3Client client, AnswerClock clock, Retries retries, RandomGenerator random) {
        this.settings = settings;
        this.client = client;
        this.clock = clock;
        this.retries = retries;
        this.random = random;
    }

    /**
     * Opens the bucket, with one list of at most one object.
     *
     * @param ticker for the deadlines of repeated requests
     * @param pause how repetitions wait
     * @param random draws the writers' marks and the jitter; thread-safe
     * @throws StoreRefusedException if the bucket is not there, or the credentials are missing or not enough
     * @throws StoreUnavailableException if the server gives no answer
     */
    public static S3ObjectStore open(S3Settings settings, Ticker ticker, Pause pause, RandomGenerator random)
            throws StoreRefusedException, StoreUnavailableException {
        AnswerClock clock = new AnswerClock();
        S3Client client = client(settings, clock);
        Retries retries = new Retries(settings.limits(), ticker, pause, random);
        S3ObjectStore store = new S3ObjectStore(settings, client, clock, retries, random);
        try {
            store.refuseUnlessUsable();
            return store;
        } catch (StoreRefusedException | StoreUnavailableException | RuntimeException e) {
            store.close();
            throw e;
        }
    }

    private static S3Client client(S3Settings settings, AnswerClock clock) throws StoreRefusedException {
        try {
            return S3Clients.build(settings, clock);
        } catch (SdkException e) {
            throw new StoreRefusedException(
                    "The store " + settings.place() + " cannot be used: " + S3Failure.describe(e)
                            + ". Set AWS_REGION, or name a server with --store-endpoint.",
                    e);
        }
    }

    private void refuseUnlessUsable() throws StoreRefusedException, StoreUnavailableException {
        try {
            listPage("", "", 1);
        } catch (StoreUnavailableException e) {
            if (e.getCause() instanceof SdkException failure) {
                switch (S3Failure.of(failure)) {
                    case NO_BUCKET, NO_OBJECT, DENIED, WRONG_REQUEST, UNTRUSTED ->
                        throw new StoreRefusedException(
                                "The store " + settings.place() + " cannot be used: " + S3Failure.describe(failure)
                                        + ". " + adviceAtStart(failure),
                                failure);
                    case OCCUPIED, CONFLICT, BEYOND_END, INTERRUPTED, TROUBLE, UNKNOWN_HOST -> {
                        // the server is in trouble, which says nothing about the place
                    }
                }
            }
            throw e;
        }
        if (clock.now().isEmpty()) {
            throw new StoreRefusedException("The store " + settings.place() + " cannot be used: its answers carry no"
                    + " Date header, and ages are measured by the store's own clock. Use another server, or let the"
                    + " proxy before it pass the header on.");
        }
    }

    /** A list that ends in 404 misses the bucket, whatever the server calls it. */
    private static String adviceAtStart(SdkException failure) {
        S3Failure kind = S3Failure.of(failure);
        return kind == S3Failure.NO_OBJECT ? S3Failure.NO_BUCKET.advice() : kind.advice();
    }

    @Override
    public Created createOnly(String key, byte[] bytes) throws StoreUnavailableException {
        ObjectKeys.valid(key);
        if (bytes.length > OBJECT_MAX_BYTES) {
            throw new IllegalArgumentException(
                    "An object is at most " + OBJECT_MAX_BYTES + " bytes; " + key + " has " + bytes.length + ".");
        }
        WriterMark mark = WriterMark.draw(random, bytes);
        PutObjectRequest request = PutObjectRequest.builder()
                .bucket(settings.bucket())
                .key(full(key))
                .ifNoneMatch("*")
                .checksumSHA256(sha256(bytes))
                .metadata(mark.asMetadata())
                .build();
        Retries.Series series = retries.begin();
        while (true) {
            try {
                client.putObject(request, RequestBody.fromBytes(bytes));
                return Created.CREATED;
            } catch (SdkException e) {
                Created settled = settle(key, mark, e);
                if (settled != null) {
                    return settled;
                }
                if (S3Failure.of(e) != S3Failure.CONFLICT || !series.again()) {
                    throw unavailable("create", key, e);
                }
            }
        }
    }

    /** What a failed create came to, or null if that is not known. */
    private @Nullable Created settle(String key, WriterMark mark, SdkException failure)
            throws StoreUnavailableException {
        return switch (S3Failure.of(failure)) {
            case OCCUPIED -> owner(key, mark).orElse(Created.OCCUPIED);
            case TROUBLE, CONFLICT, UNKNOWN_HOST ->
                retries.mayAskAgain() ? owner(key, mark).orElse(null) : null;
            case NO_OBJECT, BEYOND_END, NO_BUCKET, DENIED, WRONG_REQUEST, UNTRUSTED, INTERRUPTED -> null;
        };
    }

    /** Whose object there is at {@code key}, or nothing if there is none. */
    private Optional<Created> owner(String key, WriterMark mark) throws StoreUnavailableException {
        return retries.run(e -> unavailable("look at", key, e), () -> {
            try {
                var head = client.headObject(
                        request -> request.bucket(settings.bucket()).key(full(key)));
                return Optional.of(mark.isOn(head.metadata()) ? Created.CREATED : Created.OCCUPIED);
            } catch (NoSuchKeyException e) {
                return Optional.empty();
            }
        });
    }

    @Override
    public Optional<byte[]> get(String key) throws StoreUnavailableException {
        Optional<ResponseBytes<GetObjectResponse>> found = fetch(key, null);
        if (found.isPresent() && !isIntact(found.get()) && retries.mayAskAgain()) {
            found = fetch(key, null);
        }
        return found.map(ResponseBytes::asByteArrayUnsafe);
    }

    private static boolean isIntact(ResponseBytes<GetObjectResponse> answer) {
        return WriterMark.isIntact(answer.response().metadata(), answer.asByteArrayUnsafe());
    }

    @Override
    public Optional<byte[]> get(String key, long offset, int length) throws StoreUnavailableException {
        if (offset < 0 || length < 0) {
            throw new IllegalArgumentException(
                    "A part begins at 0 and has no negative length; this one is " + offset + ", " + length + ".");
        }
        // S3 has no word for a part of no bytes: one byte is asked for, and none handed out
        long last = offset + Math.max(length, 1) - 1;
        try {
            return fetch(key, "bytes=" + offset + "-" + last).map(answer -> part(answer, offset, length));
        } catch (StoreUnavailableException e) {
            if (e.getCause() instanceof SdkException failure && S3Failure.of(failure) == S3Failure.BEYOND_END) {
                return Optional.of(new byte[0]);
            }
            throw e;
        }
    }

    private static byte[] part(ResponseBytes<GetObjectResponse> answer, long offset, int length) {
        byte[] bytes = answer.asByteArrayUnsafe();
        boolean whole = answer.response().contentRange() == null;
        int from = whole ? (int) Math.min(offset, bytes.length) : 0;
        int to = (int) Math.min((long) from + length, bytes.length);
        return from == 0 && to == bytes.length ? bytes : Arrays.copyOfRange(bytes, from, to);
    }

    private Optional<ResponseBytes<GetObjectResponse>> fetch(String key, @Nullable String range)
            throws StoreUnavailableException {
        GetObjectRequest request = GetObjectRequest.builder()
                .bucket(settings.bucket())
                .key(full(ObjectKeys.valid(key)))
                .range(range)
                .build();
        return retries.run(e -> unavailable("read", key, e), () -> {
            try {
                return Optional.of(client.getObject(request, ResponseTransformer.toBytes()));
            } catch (NoSuchKeyException e) {
                return Optional.empty();
            }
        });
    }

    @Override
    public List<Listed> list(String prefix, String after) throws StoreUnavailableException {
        ObjectKeys.validPrefix(prefix);
        List<Listed> listed = new ArrayList<>();
        String from = after.isEmpty() ? "" : full(after);
        while (true) {
            ListObjectsV2Response page = listPage(prefix, from, LIST_MAX - listed.size());
            for (S3Object object : page.contents()) {
                from = object.key();
                addIfOurs(listed, object);
            }
            if (listed.size() >= LIST_MAX || page.contents().isEmpty() || !Boolean.TRUE.equals(page.isTruncated())) {
                return List.copyOf(listed);
            }
        }
    }

    /** A console leaves objects such as {@code folder/} in a bucket; they cannot be ours. */
    private void addIfOurs(List<Listed> listed, S3Object object) {
        String key = object.key().substring(full("").length());
        if (ObjectKeys.isValid(key)) {
            listed.add(new Listed(key, object.size(), object.lastModified()));
        }
    }

    private ListObjectsV2Response listPage(String prefix, String fullAfter, int most) throws StoreUnavailableException {
        ListObjectsV2Request request = ListObjectsV2Request.builder()
                .bucket(settings.bucket())
                .prefix(full(prefix))
                .startAfter(fullAfter.isEmpty() ? null : fullAfter)
                .maxKeys(most)
                .build();
        return retries.run(e -> unavailable("list", prefix, e), () -> client.listObjectsV2(request));
    }

    @Override
    public void delete(String key) throws StoreUnavailableException {
        ObjectKeys.valid(key);
        retries.run(
                e -> unavailable("delete", key, e),
                () -> client.deleteObject(
                        request -> request.bucket(settings.bucket()).key(full(key))));
    }

    @Override
    public Instant clock() throws StoreUnavailableException {
        return clock.now()
                .orElseThrow(() -> new StoreUnavailableException("The last answer of " + settings.place()
                        + " carried no Date header that can be read. Let the proxy before it pass the header on."));
    }

    @Override
    public void close() {
        client.close();
    }

    private String full(String key) {
        return settings.prefix().isEmpty() ? key : settings.prefix() + "/" + key;
    }

    private static String sha256(byte[] bytes) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256.", e);
        }
    }

    private StoreUnavailableException unavailable(String verb, String subject, SdkException failure) {
        return new StoreUnavailableException(
                "Could not " + verb + " '" + subject + "' in " + settings.place() + ": " + S3Failure.describe(failure)
                        + ". " + S3Failure.of(failure).advice(),
                failure);
    }
}
