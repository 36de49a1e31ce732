package dev.pawl.node.task;

import dev.pawl.engine.json.Payload;

/** A task as a worker gets it. */
public record ActivityTask(String taskToken, Payload input) {}
