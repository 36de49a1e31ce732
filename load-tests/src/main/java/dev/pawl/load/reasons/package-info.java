/**
 * Why something differs from AWS: reasons with a name, kept in a file, and printed by the runners.
 */
@NullMarked
package dev.pawl.load.reasons;

import org.jspecify.annotations.NullMarked;
