/**
 * TLS of the ports that clients use, with certificates that may be exchanged while the node runs.
 */
@NullMarked
package dev.pawl.node.tls;

import org.jspecify.annotations.NullMarked;
