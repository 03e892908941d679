package dev.dormouse.snapshot.object.s3;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/**
 * The server's own time: what the {@code Date} header of its latest answer said, to the second. Nothing of this
 * machine's clock is in it. Thread-safe.
 */
final class AnswerClock implements ExecutionInterceptor {
    private volatile @Nullable String latest;

    @Override
    public void afterTransmission(Context.AfterTransmission answer, ExecutionAttributes attributes) {
        answer.httpResponse().firstMatchingHeader("Date").ifPresent(date -> latest = date);
    }

    /** Empty if no answer has carried a time yet, or the latest one cannot be read. */
    Optional<Instant> now() {
        String date = latest;
        if (date == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
