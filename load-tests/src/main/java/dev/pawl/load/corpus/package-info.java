/** Published definitions against a node: which it takes, which it refuses, and why. */
@NullMarked
package dev.pawl.load.corpus;

import org.jspecify.annotations.NullMarked;
