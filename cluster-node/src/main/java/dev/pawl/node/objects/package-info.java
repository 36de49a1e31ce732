/** Objects in buckets: S3 by AWS's SDK, or a directory of this machine. */
@NullMarked
package dev.pawl.node.objects;

import org.jspecify.annotations.NullMarked;
