/** This node as a member: who else lives, who is given up, and how members speak to each other. */
@NullMarked
package dev.pawl.node.cluster;

import org.jspecify.annotations.NullMarked;
