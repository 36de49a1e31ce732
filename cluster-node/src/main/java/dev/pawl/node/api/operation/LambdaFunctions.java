package dev.pawl.node.api.operation;

import dev.pawl.node.api.CodeDoor;
import dev.pawl.node.function.FunctionConfiguration;
import dev.pawl.node.function.FunctionName;
import dev.pawl.persistence.catalog.FunctionCatalog;
import dev.pawl.persistence.catalog.FunctionEntry;
import dev.pawl.protocol.awsjson.Input;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Functions as operations see them: found by the names that Lambda accepts, and changed one after
 * the other. Blocks.
 */
final class LambdaFunctions implements CodeDoor {

  /** Others may change the function between our reading and our writing it, but not for ever. */
  private static final int ATTEMPTS_MAX = 10;

  private final FunctionCatalog catalog;
  private final FunctionDoor running;
  private final String account;
  private final String region;

  LambdaFunctions(FunctionCatalog catalog, FunctionDoor running, String account, String region) {
    this.catalog = catalog;
    this.running = running;
    this.account = account;
    this.region = region;
  }

  /** A function that a request names; its qualifier is null if the request has none. */
  record Target(String name, String arn, @Nullable String qualifier) {

    /** The ARN as errors show it: with the qualifier asked for. */
    String shownArn() {
      return qualifier == null ? arn : arn + ":" + qualifier;
    }

    /** The ARN as errors show it where AWS fills the qualifier in. */
    String qualifiedArn() {
      return arn + ":" + (qualifier == null ? FunctionEntry.LATEST : qualifier);
    }
  }

  /** What a function becomes, made of what it is. */
  record Change(FunctionConfiguration configuration, String codeSha256, Instant lastModified) {}

  FunctionCatalog catalog() {
    return catalog;
  }

  FunctionDoor running() {
    return running;
  }

  String arn(String name) {
    return "arn:aws:lambda:" + region + ":" + account + ":function:" + name;
  }

  /**
   * The function that {@code FunctionName} names; operations that change functions take no
   * qualifier beside it.
   */
  Target named(Input input) {
    var text = input.text("FunctionName");
    var name =
        FunctionName.parse(text)
            .orElseThrow(
                () -> new AssertionError("Expected the shape to refuse the name '" + text + "'."));
    if (name.region() != null && !name.region().equals(region)) {
      throw LambdaErrors.notReachable(name.region(), region);
    }
    if (name.account() != null && !name.account().equals(account)) {
      throw LambdaErrors.notFound(text);
    }
    return new Target(name.name(), arn(name.name()), name.qualifier());
  }

  /** The function that {@code FunctionName} and {@code Qualifier} name together. */
  Target qualified(Input input) {
    var target = named(input);
    var qualifier = input.textOrNull("Qualifier");
    if (qualifier == null || qualifier.equals(target.qualifier())) {
      return target;
    }
    if (target.qualifier() != null) {
      throw LambdaErrors.invalidParameter(
          "The derived qualifier from the function name does not match the specified qualifier.");
    }
    return new Target(target.name(), target.arn(), qualifier);
  }

  /**
   * The function as it was last changed; Pawl has no other versions yet, so that any other
   * qualifier finds nothing.
   */
  Optional<FunctionEntry> find(Target target) {
    var latest = target.qualifier() == null || target.qualifier().equals(FunctionEntry.LATEST);
    return latest ? catalog.find(target.arn(), FunctionEntry.LATEST) : Optional.empty();
  }

  FunctionEntry get(Target target) {
    return find(target).orElseThrow(() -> LambdaErrors.notFound(target.shownArn()));
  }

  /**
   * Changes a function, if it is still at the revision that the request expects.
   *
   * @param revisionId the request's {@code RevisionId}; null expects nothing
   * @param code new code, or null
   */
  FunctionEntry change(
      Target target,
      @Nullable String revisionId,
      byte @Nullable [] code,
      Function<FunctionEntry, Change> change) {
    for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      var current = get(target);
      var configuration = FunctionConfiguration.parse(current.configuration());
      if (revisionId != null && !revisionId.equals(configuration.revisionId())) {
        throw LambdaErrors.revisionMismatch();
      }
      var changed = entry(current, change.apply(current));
      var stored = catalog.update(changed, code, current.revisionId()).join();
      if (stored.isPresent()) {
        running.forget(target.arn());
        return stored.get();
      }
    }
    throw LambdaErrors.updateInProgress(target.arn());
  }

  private static FunctionEntry entry(FunctionEntry current, Change change) {
    return new FunctionEntry(
        current.functionArn(),
        current.version(),
        current.name(),
        newId(),
        change.codeSha256(),
        change.lastModified(),
        change.configuration().text());
  }

  static String newId() {
    return UUID.randomUUID().toString();
  }

  @Override
  public Optional<byte[]> zip(String functionName, String sha256) {
    var wanted = base64(sha256);
    return catalog
        .find(arn(functionName), FunctionEntry.LATEST)
        .filter(entry -> wanted.isPresent() && entry.codeSha256().equals(wanted.get()))
        .flatMap(entry -> catalog.code(entry.codeSha256()));
  }

  private static Optional<String> base64(String hexadecimal) {
    try {
      return Optional.of(Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hexadecimal)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
