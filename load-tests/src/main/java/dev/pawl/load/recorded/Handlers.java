package dev.pawl.load.recorded;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pawl.load.node.AwsClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Python functions that do what the recorded ones did. */
final class Handlers {

  private static final String HEAD = "def handler(event, context):\n";
  private static final Map<String, String> SOURCES =
      Map.of(
          "id_function.py", HEAD + "    return event\n",
          "raise_exception.py", HEAD + "    raise Exception(\"Some exception was raised.\")\n",
          "raise_custom_exception.py",
              """
              class CustomException(Exception):
                  message: str

                  def __init__(self):
                      self.message = "CustomException message"


              def handler(event, context):
                  raise CustomException()
              """,
          "large_output_string.py", HEAD + "    return \"a\" * (257 * 1024)\n",
          "return_bytes_str.py", HEAD + "    return b\"HelloWorld!\"\n",
          "return_decorated_input.py", HEAD + "    return f\"input-event-{event}\"\n",
          "wait_60_seconds.py",
              "import time\n\n\n" + HEAD + "    time.sleep(60)\n    return event\n");

  private Handlers() {}

  /** Creates a function; its ARN. */
  static String create(AwsClient aws, String name, String source) {
    var code = SOURCES.get(source);
    if (code == null) {
      throw new NotAtHand("function " + source);
    }
    ObjectNode request =
        AwsClient.object()
            .put("FunctionName", name)
            .put("Runtime", "python3.12")
            .put("Handler", "handler.handler")
            .put("Role", "arn:aws:iam::000000000000:role/recorded")
            .put("Timeout", 90);
    request.putObject("Code").put("ZipFile", Base64.getEncoder().encodeToString(zip(code)));
    var created = aws.lambda("POST", "/2015-03-31/functions", request);
    return created.required("FunctionArn").textValue();
  }

  private static byte[] zip(String code) {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("handler.py"));
      zip.write(code.getBytes(UTF_8));
      zip.closeEntry();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
