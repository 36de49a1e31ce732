package dev.pawl.node.execution;

import dev.pawl.engine.json.Payload;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How a synchronous Express execution ended. */
public record SyncOutcome(
    Instant startDate,
    Instant stopDate,
    String status,
    @Nullable Payload output,
    @Nullable String error,
    @Nullable String cause) {}
