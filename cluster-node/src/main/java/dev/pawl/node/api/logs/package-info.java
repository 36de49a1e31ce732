/** CloudWatch Logs over the log files of this node. */
@NullMarked
package dev.pawl.node.api.logs;

import org.jspecify.annotations.NullMarked;
