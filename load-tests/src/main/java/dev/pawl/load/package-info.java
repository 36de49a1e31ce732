/** Load and chaos against a running cluster, from outside. */
@NullMarked
package dev.pawl.load;

import org.jspecify.annotations.NullMarked;
