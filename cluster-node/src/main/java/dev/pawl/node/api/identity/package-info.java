/** STS and IAM, as far as deployment tools ask them before they reach Step Functions. */
@NullMarked
package dev.pawl.node.api.identity;

import org.jspecify.annotations.NullMarked;
