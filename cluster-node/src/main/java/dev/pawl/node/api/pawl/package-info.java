/** The operations that AWS does not have, under names of their own. */
@NullMarked
package dev.pawl.node.api.pawl;

import org.jspecify.annotations.NullMarked;
