/**
 * A cluster under steady load whose nodes are killed, paused and restarted; and the books kept
 * outside.
 */
@NullMarked
package dev.pawl.load.chaos;

import org.jspecify.annotations.NullMarked;
