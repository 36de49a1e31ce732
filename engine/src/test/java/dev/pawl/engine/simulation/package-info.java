/**
 * Whole lives of executions in a cluster that crashes, pauses, loses, repeats and reorders, from
 * one seed.
 *
 * <p>{@code ./mvnw test -pl engine -Dtest=SimulationTest -Dseed=4711} lives life 4711 alone, and if
 * an invariant breaks, prints its name and the last things that happened. {@code ./mvnw verify}
 * lives 2,000 lives, with {@code -Pnightly} 50,000. A seed means the same life only as long as the
 * simulation itself stays as it is: what a seed has found stays found by a {@link
 * dev.pawl.engine.simulation.Mistake}, which every build must notice.
 */
@NullMarked
package dev.pawl.engine.simulation;

import org.jspecify.annotations.NullMarked;
