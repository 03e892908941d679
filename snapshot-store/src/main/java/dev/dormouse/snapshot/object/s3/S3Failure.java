package dev.dormouse.snapshot.object.s3;

import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLPeerUnverifiedException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;

/** What a failed request means. The closed list; each case is treated in its own way. */
enum S3Failure {
    /** 412: the key is taken. */
    OCCUPIED("Read the object."),
    /** 409: another request for the same key is on its way; this one was not carried out. */
    CONFLICT("Something writes or deletes the same object all the time, or the server's disk is full."),
    /** 404 for an object. */
    NO_OBJECT("Read again."),
    /** 416: the object ends before the part that was asked for. */
    BEYOND_END("Ask for less."),
    /** There is no such bucket. */
    NO_BUCKET("Create the bucket, or correct the name in --store and the server in --store-endpoint."),
    /** The credentials are missing, wrong or not enough. */
    DENIED("Give the runtime credentials (AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, a profile or a role) that"
            + " may do s3:GetObject, s3:PutObject, s3:DeleteObject and s3:ListBucket there."),
    /** The server is elsewhere, or does not know what is asked of it. */
    WRONG_REQUEST("Look whether the region (AWS_REGION) and --store-endpoint are right, and whether the server knows"
            + " conditional writes."),
    /** What answers there cannot prove that it is the server. No request was sent. */
    UNTRUSTED("Renew the server's certificate if it has run out, name the server as its certificate does, or let the"
            + " JVM trust who signed it (-Djavax.net.ssl.trustStore in DORMOUSE_JAVA_OPTS)."),
    /** The server's name leads nowhere, perhaps for now. No request was sent. */
    UNKNOWN_HOST(
            "Look whether --store-endpoint or the region is right, and whether this machine's name service works."),
    /** The caller's thread was interrupted. */
    INTERRUPTED("Nothing is wrong with the store."),
    /** Busy, failing, silent, or not to be reached: this may pass. What was asked may have been carried out. */
    TROUBLE("Look whether the server runs and can be reached, and in its logs.");

    private static final int TIMED_OUT = 408;
    private static final int TOO_MANY = 429;

    /** Of one failure; more is no story that anybody tells. */
    private static final int CAUSES_MAX = 20;

    private final String advice;

    S3Failure(String advice) {
        this.advice = advice;
    }

    /** Whether the same request may succeed a little later. */
    boolean passes() {
        return this == TROUBLE || this == CONFLICT || this == UNKNOWN_HOST;
    }

    /** What to do; a sentence. */
    String advice() {
        return advice;
    }

    static S3Failure of(SdkException failure) {
        if (failure instanceof AwsServiceException answered && answered.statusCode() > 0) {
            return ofAnswer(answered.statusCode(), code(answered));
        }
        if (failure instanceof AbortedException || Thread.currentThread().isInterrupted()) {
            return INTERRUPTED;
        }
        if (isCausedBy(failure, CertificateException.class) || isCausedBy(failure, SSLPeerUnverifiedException.class)) {
            return UNTRUSTED;
        }
        if (isCausedBy(failure, UnknownHostException.class)) {
            return UNKNOWN_HOST;
        }
        boolean unsigned = failure instanceof SdkClientException
                && String.valueOf(failure.getMessage()).contains("Unable to load credentials");
        return unsigned ? DENIED : TROUBLE;
    }

    private static boolean isCausedBy(Throwable failure, Class<? extends Exception> kind) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < CAUSES_MAX; depth++) {
            if (kind.isInstance(cause)) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    private static S3Failure ofAnswer(int status, String code) {
        if (code.equals("NoSuchBucket")) {
            return NO_BUCKET;
        }
        if (code.equals("RequestTimeout")) {
            return TROUBLE;
        }
        return switch (status) {
            case 412 -> OCCUPIED;
            case 409 -> CONFLICT;
            case 404 -> NO_OBJECT;
            case 416 -> BEYOND_END;
            case 401, 403 -> DENIED;
            case TIMED_OUT, TOO_MANY -> TROUBLE;
            default -> status >= 500 ? TROUBLE : WRONG_REQUEST;
        };
    }

    private static String code(AwsServiceException answered) {
        var details = answered.awsErrorDetails();
        return details == null || details.errorCode() == null ? "" : details.errorCode();
    }

    /** What came back, in a few words without a full stop. */
    static String describe(SdkException failure) {
        return description(failure).strip().replaceAll("\\.+$", "");
    }

    private static String description(SdkException failure) {
        if (failure instanceof AwsServiceException answered && answered.statusCode() > 0) {
            String text = answered.awsErrorDetails() == null
                    ? ""
                    : String.valueOf(answered.awsErrorDetails().errorMessage());
            return answered.statusCode() + " " + code(answered) + " " + text;
        }
        Throwable cause = failure.getCause();
        return cause == null ? String.valueOf(failure.getMessage()) : failure.getMessage() + " (" + cause + ")";
    }
}
