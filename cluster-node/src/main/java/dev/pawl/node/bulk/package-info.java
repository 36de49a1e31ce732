/** Does the same to all executions that a query finds, page by page, and survives its node. */
@NullMarked
package dev.pawl.node.bulk;

import org.jspecify.annotations.NullMarked;
