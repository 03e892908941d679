package dev.dormouse.snapshot.object.s3.fake;

/** What the fake can do. */
public enum S3Operation {
    PUT,
    GET,
    HEAD,
    LIST,
    DELETE
}
