/** Golden histories: a definition, what happens to it, and the exact history the API shows. */
@NullMarked
package dev.pawl.engine.golden;

import org.jspecify.annotations.NullMarked;
