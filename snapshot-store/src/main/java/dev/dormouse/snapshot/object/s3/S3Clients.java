package dev.dormouse.snapshot.object.s3;

import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsProfileRegionProvider;
import software.amazon.awssdk.regions.providers.AwsRegionProviderChain;
import software.amazon.awssdk.regions.providers.SystemSettingsRegionProvider;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;

/** Builds the SDK's client as the store needs it: no retries of its own, plain bodies, no checksums that nobody asked for. */
final class S3Clients {
    /** Servers close idle connections after some seconds; one that is used just then costs a create its answer. */
    private static final Duration MAX_IDLE = Duration.ofSeconds(5);

    private S3Clients() {}

    static S3Client build(S3Settings settings, AnswerClock clock) {
        S3Limits limits = settings.limits();
        var builder = S3Client.builder()
                .httpClientBuilder(Apache5HttpClient.builder()
                        .maxConnections(limits.connections())
                        .connectionTimeout(limits.connect())
                        .connectionAcquisitionTimeout(limits.connect())
                        .socketTimeout(limits.silence())
                        .connectionMaxIdleTime(MAX_IDLE)
                        .tcpKeepAlive(true))
                .credentialsProvider(credentials(settings))
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .serviceConfiguration(
                        S3Configuration.builder().chunkedEncodingEnabled(false).build())
                .overrideConfiguration(override -> override.retryStrategy(AwsRetryStrategy.doNotRetry())
                        .apiCallAttemptTimeout(limits.attempt())
                        .addExecutionInterceptor(clock));
        settings.endpoint()
                .ifPresent(endpoint ->
                        builder.endpointOverride(endpoint).forcePathStyle(true).region(regionBesideEndpoint()));
        settings.region().map(Region::of).ifPresent(builder::region);
        return builder.build();
    }

    private static AwsCredentialsProvider credentials(S3Settings settings) {
        return settings.credentials()
                .<AwsCredentialsProvider>map(
                        key -> StaticCredentialsProvider.create(AwsBasicCredentials.create(key.keyId(), key.secret())))
                .orElseGet(() -> DefaultCredentialsProvider.builder().build());
    }

    /** Most other servers do not care; the instance's own region, which the SDK asks the network for, says nothing. */
    private static Region regionBesideEndpoint() {
        try {
            return new AwsRegionProviderChain(new SystemSettingsRegionProvider(), new AwsProfileRegionProvider())
                    .getRegion();
        } catch (SdkClientException e) {
            return Region.US_EAST_1;
        }
    }
}
