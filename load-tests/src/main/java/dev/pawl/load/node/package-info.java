/** The node under test: a process of its own, and the AWS API as the way to speak to it. */
@NullMarked
package dev.pawl.load.node;

import org.jspecify.annotations.NullMarked;
