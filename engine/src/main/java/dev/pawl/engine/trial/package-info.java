/** One state tried on its own, with its surroundings given: what the operation TestState does. */
@NullMarked
package dev.pawl.engine.trial;

import org.jspecify.annotations.NullMarked;
