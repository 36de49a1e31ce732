package dev.pawl.node.api.operation;

import dev.pawl.node.function.CodeArchive;
import dev.pawl.protocol.awsjson.Input;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The code of a function as it is uploaded: a zip within Lambda's limits. */
@SuppressWarnings("ArrayRecordComponent") // A package is bytes; packages are never compared.
record DeploymentPackage(byte[] zip, String sha256) {

  /**
   * @param code the structure with {@code ZipFile}, {@code S3Bucket} and so on
   */
  static DeploymentPackage of(Input code) {
    if (code.has("S3Bucket") || code.has("S3Key")) {
      throw LambdaErrors.invalidParameter(
          "Pawl does not offer code that lies in S3 yet. Send the zip itself, as ZipFile.");
    }
    if (code.has("ImageUri")) {
      throw LambdaErrors.notOffered("container images (ImageUri)");
    }
    if (code.has("SourceKMSKeyArn")) {
      throw LambdaErrors.notOffered("keys of your own (SourceKMSKeyArn)");
    }
    var zip = code.bytesOrNull("ZipFile");
    if (zip == null) {
      throw LambdaErrors.invalidParameter("Please provide a source for function code.");
    }
    return checked(zip);
  }

  private static DeploymentPackage checked(byte[] zip) {
    if (zip.length > CodeArchive.ZIPPED_BYTES_MAX) {
      throw LambdaErrors.requestEntityTooLarge(
          "Zipped size must be smaller than " + CodeArchive.ZIPPED_BYTES_MAX + " bytes");
    }
    CodeArchive.problem(zip)
        .ifPresent(problem -> {
          throw LambdaErrors.invalidParameter(problem);
        });
    return new DeploymentPackage(zip, base64Sha256(zip));
  }

  private static String base64Sha256(byte[] bytes) {
    try {
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("Every Java has SHA-256.", e);
    }
  }
}
