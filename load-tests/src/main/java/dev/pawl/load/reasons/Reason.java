package dev.pawl.load.reasons;

import java.util.regex.Pattern;

/**
 * Why a miss is one, in words.
 *
 * @param name short and unique, such as {@code no-dynamodb}
 * @param subject what it is about: found in the name of a test, or in the path of a definition
 * @param miss found in what the runner says of the miss
 */
public record Reason(String name, Pattern subject, Pattern miss, String sentence) {

  boolean explains(String subjectOfMiss, String textOfMiss) {
    return subject.matcher(subjectOfMiss).find() && miss.matcher(textOfMiss).find();
  }
}
