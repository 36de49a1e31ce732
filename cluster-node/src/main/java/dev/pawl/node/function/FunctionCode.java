package dev.pawl.node.function;

import java.util.concurrent.CompletionStage;

/** Where the code of functions comes from: the database, so that every node has it. */
@FunctionalInterface
public interface FunctionCode {

  /**
   * The zip whose SHA-256 is given (base64). Fails when there is none; the pool checks the sum
   * itself.
   */
  CompletionStage<byte[]> zip(String functionArn, String codeSha256);
}
