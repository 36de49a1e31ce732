/** One Map Run as pure functions: which children run, how they ended, and what it comes to. */
@NullMarked
package dev.pawl.engine.maprun;

import org.jspecify.annotations.NullMarked;
