/** Lambda functions: their processes, and the Runtime API these speak. */
@NullMarked
package dev.pawl.node.function;

import org.jspecify.annotations.NullMarked;
