/**
 * Whole lives of executions in a world that crashes, loses, repeats and reorders, from one seed.
 */
@NullMarked
package dev.pawl.engine.simulation;

import org.jspecify.annotations.NullMarked;
