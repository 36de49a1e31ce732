package dev.pawl.load.durability;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pawl.load.node.AwsClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A function whose whole program is a shell script that speaks the Runtime API: it needs no
 * interpreter but bash, and starts in milliseconds. It returns its event; an event with a task
 * token is also put down as a file in the directory that the event names.
 */
final class EchoFunction {

  private static final String BOOTSTRAP =
      """
      #!/bin/bash
      host=${AWS_LAMBDA_RUNTIME_API%:*}
      port=${AWS_LAMBDA_RUNTIME_API##*:}

      # Reads one HTTP answer from descriptor 3: sets $id and $body.
      answer() {
        local line length=0
        id= body=
        while IFS= read -r line <&3; do
          line=${line%$'\\r'}
          [ -n "$line" ] || break
          case "${line,,}" in
            content-length:*) length=${line#*:}; length=${length// /} ;;
            lambda-runtime-aws-request-id:*) id=${line#*:}; id=${id// /} ;;
          esac
        done
        [ "$length" -gt 0 ] && IFS= LC_ALL=C read -r -N "$length" body <&3
      }

      while :; do
        exec 3<>"/dev/tcp/$host/$port" || exit 1
        printf 'GET /2018-06-01/runtime/invocation/next HTTP/1.1\\r\\nHost: %s\\r\\nConnection: close\\r\\n\\r\\n' "$host" >&3
        answer
        exec 3>&-
        [ -n "$id" ] || exit 1
        if [[ $body == *taskToken* && $body =~ \\"directory\\":\\"([^\\"]*)\\" ]]; then
          file=${BASH_REMATCH[1]}/$id
          printf '%s' "$body" > "$file" && mv "$file" "$file.json"
        fi
        exec 3<>"/dev/tcp/$host/$port" || exit 1
        size=$(LC_ALL=C; echo ${#body})
        printf 'POST /2018-06-01/runtime/invocation/%s/response HTTP/1.1\\r\\nHost: %s\\r\\nConnection: close\\r\\nContent-Length: %s\\r\\n\\r\\n%s' "$id" "$host" "$size" "$body" >&3
        answer
        exec 3>&-
      done
      """;

  private EchoFunction() {}

  /** Creates it; its ARN. */
  static String create(AwsClient aws) {
    var request =
        AwsClient.object()
            .put("FunctionName", "durability-echo")
            .put("Runtime", "provided.al2023")
            .put("Handler", "bootstrap")
            .put("Role", "arn:aws:iam::000000000000:role/durability")
            .put("Timeout", 10);
    request.putObject("Code").put("ZipFile", Base64.getEncoder().encodeToString(zip()));
    return aws.lambda("POST", "/2015-03-31/functions", request).required("FunctionArn").textValue();
  }

  private static byte[] zip() {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("bootstrap"));
      zip.write(BOOTSTRAP.getBytes(UTF_8));
      zip.closeEntry();
    } catch (IOException e) {
      throw new AssertionError("Expected to write into memory.", e);
    }
    return bytes.toByteArray();
  }
}
