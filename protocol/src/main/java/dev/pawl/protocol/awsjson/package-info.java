/** The AWS-JSON shapes: requests, responses and error names. */
@NullMarked
package dev.pawl.protocol.awsjson;

import org.jspecify.annotations.NullMarked;
