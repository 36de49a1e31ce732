package dev.pawl.engine.maprun;

import dev.pawl.engine.json.Payload;

/** A child with what it is started with. */
public record Prepared(Child child, Payload input) {}
