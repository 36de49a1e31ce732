package dev.pawl.node.function;

import com.typesafe.config.ConfigFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

/** Functions for tests, and a store for their code. */
final class TestFunctions implements FunctionCode {
  private final Map<String, byte[]> zips = new ConcurrentHashMap<>();

  @Override
  public CompletionStage<byte[]> zip(String functionArn, String codeSha256) {
    byte[] zip = zips.get(codeSha256);
    return zip == null
        ? CompletableFuture.failedFuture(new IOException("no such code"))
        : CompletableFuture.completedFuture(zip);
  }

  /** A function of one file; the name says which. */
  FunctionSpec function(String name, String runtime, String handler, String file, String text) {
    return function(
        name, runtime, handler, zip(Map.of(file, text.getBytes(StandardCharsets.UTF_8))));
  }

  FunctionSpec function(String name, String runtime, String handler, byte[] zip) {
    String sha256 = sha256(zip);
    zips.put(sha256, zip);
    return new FunctionSpec(
        name,
        "arn:aws:lambda:us-east-1:000000000000:function:" + name,
        runtime,
        handler,
        20,
        256,
        Map.of(),
        sha256,
        UUID.randomUUID().toString(),
        OptionalInt.empty());
  }

  /**
   * A bootstrap of our own: a shell script that runs {@link TestRuntime} with the JDK of this test.
   */
  FunctionSpec provided(String name, String handler) {
    String script =
        "#!/bin/sh\nexec '%s' -XX:TieredStopAtLevel=1 -Xshare:auto -XX:+UseSerialGC -cp '%s' %s\n"
            .formatted(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                classes(),
                TestRuntime.class.getName());
    return function(name, "provided.al2023", handler, "bootstrap", script);
  }

  static Path classes() {
    try {
      return Path.of(
          TestFunctions.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (java.net.URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  /** A class file of the tests as it lies in a zip of Java. */
  static byte[] zipOfClass(Class<?>... classes) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (Class<?> type : classes) {
      String file = type.getName().replace('.', '/') + ".class";
      try {
        files.put(file, Files.readAllBytes(classes().resolve(file)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return zip(files);
  }

  static byte[] zip(Map<String, byte[]> files) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(bytes)) {
      for (var file : files.entrySet()) {
        zip.putArchiveEntry(new ZipArchiveEntry(file.getKey()));
        zip.write(file.getValue());
        zip.closeArchiveEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static String sha256(byte[] bytes) {
    try {
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /** The settings of reference.conf, some of them replaced. */
  static FunctionSettings settings(Path data, String... overrides) {
    var changes = ConfigFactory.parseString(String.join("\n", overrides));
    var defaults = ConfigFactory.parseResources("reference.conf").getConfig("pawl.functions");
    return FunctionSettings.of(changes.withFallback(defaults).resolve(), data);
  }

  static FunctionSpec withTimeout(FunctionSpec spec, int seconds) {
    return new FunctionSpec(
        spec.name(),
        spec.arn(),
        spec.runtime(),
        spec.handler(),
        seconds,
        spec.memoryMb(),
        spec.environment(),
        spec.codeSha256(),
        spec.revisionId(),
        spec.reservedConcurrency());
  }

  static FunctionSpec withReserved(FunctionSpec spec, int reserved) {
    return new FunctionSpec(
        spec.name(),
        spec.arn(),
        spec.runtime(),
        spec.handler(),
        spec.timeoutSeconds(),
        spec.memoryMb(),
        spec.environment(),
        spec.codeSha256(),
        spec.revisionId(),
        OptionalInt.of(reserved));
  }

  static FunctionSpec withEnvironment(FunctionSpec spec, Map<String, String> environment) {
    return new FunctionSpec(
        spec.name(),
        spec.arn(),
        spec.runtime(),
        spec.handler(),
        spec.timeoutSeconds(),
        spec.memoryMb(),
        environment,
        spec.codeSha256(),
        spec.revisionId(),
        spec.reservedConcurrency());
  }

  static CompletableFuture<InvocationResult> begin(
      FunctionPool pool, FunctionSpec spec, String json) {
    return pool.invoke(
            spec,
            UUID.randomUUID().toString(),
            json.getBytes(StandardCharsets.UTF_8),
            java.util.Optional.empty())
        .toCompletableFuture();
  }

  static InvocationResult invoke(FunctionPool pool, FunctionSpec spec, String json) {
    try {
      return begin(pool, spec, json).get(60, TimeUnit.SECONDS);
    } catch (InterruptedException
        | java.util.concurrent.ExecutionException
        | java.util.concurrent.TimeoutException e) {
      throw new AssertionError("Expected a result of " + spec.name(), e);
    }
  }

  static String text(InvocationResult result) {
    return new String(result.payload(), StandardCharsets.UTF_8);
  }
}
