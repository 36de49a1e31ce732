/** Tests of the corpus runner's reading and filling in. */
@NullMarked
package dev.pawl.load.corpus;

import org.jspecify.annotations.NullMarked;
