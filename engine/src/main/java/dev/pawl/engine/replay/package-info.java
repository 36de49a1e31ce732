/** An execution that has been exported: replayed step by step, decided anew, and otherwise. */
@NullMarked
package dev.pawl.engine.replay;

import org.jspecify.annotations.NullMarked;
