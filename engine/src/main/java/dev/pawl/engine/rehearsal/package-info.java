/**
 * Whole workflows run in memory with mocked tasks and skipped time: what {@code pawl test} does.
 */
@NullMarked
package dev.pawl.engine.rehearsal;

import org.jspecify.annotations.NullMarked;
