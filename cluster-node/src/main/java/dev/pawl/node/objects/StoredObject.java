package dev.pawl.node.objects;

import java.time.Instant;

/**
 * An object as a listing shows it (API reference, S3 ListObjectsV2).
 *
 * @param etag with its quotation marks
 */
public record StoredObject(
    String key, String etag, Instant lastModified, long size, String storageClass) {}
