package dev.dormouse.snapshot.object.s3.fake;

import dev.dormouse.snapshot.object.s3.fake.Bucket.Stored;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The five operations of S3 that the store uses, without faults. Thread-safe. */
final class S3Answers {
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d+)");
    private static final int PAGE_MAX = 1_000;

    private final Bucket bucket;
    private final InstantSource clock;
    private volatile boolean ignoresConditions;

    S3Answers(Bucket bucket, InstantSource clock) {
        this.bucket = bucket;
        this.clock = clock;
    }

    void ignoreConditions() {
        ignoresConditions = true;
    }

    Answer answer(S3Request request) {
        return switch (request.operation()) {
            case PUT -> put(request);
            case GET -> get(request);
            case HEAD -> head(request);
            case LIST -> list(request);
            case DELETE -> delete(request);
        };
    }

    private Answer put(S3Request request) {
        Optional<Answer> wrong = checkSums(request);
        if (wrong.isPresent()) {
            return wrong.get();
        }
        Stored object =
                new Stored(request.body(), metadata(request), clock.instant().truncatedTo(ChronoUnit.SECONDS));
        boolean conditional =
                request.header("if-none-match").filter("*"::equals).isPresent();
        if (!conditional || ignoresConditions) {
            bucket.put(request.key(), object);
            return Answer.empty(200);
        }
        return bucket.putIfAbsent(request.key(), object) ? Answer.empty(200) : Answer.error(412, "PreconditionFailed");
    }

    private static Optional<Answer> checkSums(S3Request request) {
        byte[] actual = sha256(request.body());
        Optional<String> declared = request.header("x-amz-checksum-sha256");
        if (declared.isEmpty()) {
            return Optional.of(Answer.error(400, "MissingChecksumInThisFake"));
        }
        if (!Arrays.equals(actual, Base64.getDecoder().decode(declared.get()))) {
            return Optional.of(Answer.error(400, "BadDigest"));
        }
        String signed = request.headers().getOrDefault("x-amz-content-sha256", "UNSIGNED-PAYLOAD");
        boolean plain = signed.equals("UNSIGNED-PAYLOAD")
                || signed.equals(HexFormat.of().formatHex(actual));
        return plain ? Optional.empty() : Optional.of(Answer.error(400, "XAmzContentSHA256Mismatch"));
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> metadata(S3Request request) {
        Map<String, String> metadata = new TreeMap<>(request.headers());
        metadata.keySet().removeIf(name -> !name.startsWith("x-amz-meta-"));
        return metadata;
    }

    private Answer get(S3Request request) {
        Stored object = bucket.get(request.key()).orElse(null);
        if (object == null) {
            return Answer.error(404, "NoSuchKey");
        }
        Map<String, String> headers = headers(object);
        Optional<String> range = request.header("range");
        if (range.isEmpty()) {
            return new Answer(200, headers, object.content());
        }
        Matcher bounds = RANGE.matcher(range.get());
        if (!bounds.matches()) {
            return Answer.error(400, "InvalidArgument");
        }
        int length = object.content().length;
        long first = Long.parseLong(bounds.group(1));
        if (first >= length) {
            return Answer.error(416, "InvalidRange");
        }
        int end = (int) Math.min(length, Long.parseLong(bounds.group(2)) + 1);
        headers.put("Content-Range", "bytes " + first + "-" + (end - 1) + "/" + length);
        return new Answer(206, headers, Arrays.copyOfRange(object.content(), (int) first, end));
    }

    private Answer head(S3Request request) {
        return bucket.get(request.key())
                .map(object -> new Answer(200, headers(object), object.content()))
                .orElseGet(() -> Answer.empty(404));
    }

    private static Map<String, String> headers(Stored object) {
        Map<String, String> headers = new HashMap<>(object.metadata());
        headers.put(
                "Last-Modified",
                DateTimeFormatter.RFC_1123_DATE_TIME.format(object.modified().atZone(ZoneOffset.UTC)));
        return headers;
    }

    private Answer list(S3Request request) {
        String prefix = request.parameter("prefix");
        String after = request.parameter("start-after");
        String asked = request.parameter("max-keys");
        int most = Math.min(PAGE_MAX, asked.isEmpty() ? PAGE_MAX : Integer.parseInt(asked));
        StringBuilder entries = new StringBuilder();
        int given = 0;
        boolean more = false;
        for (var entry : bucket.all().tailMap(after, false).entrySet()) {
            if (!entry.getKey().startsWith(prefix)) {
                continue;
            }
            if (given == most) {
                more = true;
                break;
            }
            given++;
            entries.append("<Contents><Key>")
                    .append(entry.getKey())
                    .append("</Key><LastModified>")
                    .append(entry.getValue().modified())
                    .append("</LastModified><Size>")
                    .append(entry.getValue().content().length)
                    .append("</Size></Contents>");
        }
        return Answer.xml("<?xml version=\"1.0\" encoding=\"UTF-8\"?><ListBucketResult><IsTruncated>" + more
                + "</IsTruncated><KeyCount>" + given + "</KeyCount>" + entries + "</ListBucketResult>");
    }

    private Answer delete(S3Request request) {
        bucket.delete(request.key());
        return Answer.empty(204);
    }
}
