package dev.pawl.engine.asl;

import org.jspecify.annotations.Nullable;

/** How a Fail state ends its flow; what the definition leaves out is null. */
public record Failure(@Nullable String error, @Nullable String cause) {}
