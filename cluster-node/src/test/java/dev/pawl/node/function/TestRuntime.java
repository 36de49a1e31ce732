package dev.pawl.node.function;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A custom runtime, run by a {@code bootstrap}: the event tells it what to do. It knows nothing but
 * the JDK and what is in its environment.
 */
public final class TestRuntime {
  private static final Pattern DO = Pattern.compile("\"do\":\"([a-z-]+)\"");
  private static final Pattern N = Pattern.compile("\"n\":(\\d+)");

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String base =
      "http://" + System.getenv("AWS_LAMBDA_RUNTIME_API") + "/2018-06-01/runtime/";

  private TestRuntime() {}

  public static void main(String[] args) throws Exception {
    new TestRuntime().run();
  }

  private void run() throws Exception {
    switch (System.getenv("_HANDLER")) {
      case "slow-init" -> Thread.sleep(600_000);
      case "crashing-init" -> System.exit(7);
      case "failing-init" -> {
        post("init/error", "{\"errorMessage\":\"no\",\"errorType\":\"Init.No\"}", "Init.No");
        System.exit(1);
      }
      default -> {}
    }
    while (true) {
      HttpResponse<String> next =
          http.send(
              HttpRequest.newBuilder(URI.create(base + "invocation/next")).build(),
              BodyHandlers.ofString());
      String id = next.headers().firstValue("Lambda-Runtime-Aws-Request-Id").orElseThrow();
      answer(id, next.body());
    }
  }

  private void answer(String id, String event) throws Exception {
    String response = "invocation/" + id + "/response";
    switch (find(DO, event, "echo")) {
      case "echo" -> post(response, event, "");
      case "pid" -> post(response, "" + ProcessHandle.current().pid(), "");
      case "environment" -> post(response, System.getenv().toString(), "");
      case "sleep" -> {
        Thread.sleep(Long.parseLong(find(N, event, "600000")));
        post(response, "" + ProcessHandle.current().pid(), "");
      }
      case "fail" ->
          post(
              "invocation/" + id + "/error",
              "{\"errorMessage\":\"bad\",\"errorType\":\"My.Error\",\"more\":1}",
              "My.Error");
      case "exit" -> System.exit(Integer.parseInt(find(N, event, "0")));
      case "answer-and-exit" -> {
        post(response, "\"bye\"", "");
        System.exit(3);
      }
      case "print" -> {
        System.out.println("first line");
        System.err.println("second line");
        System.out.print("unfinished");
        System.out.flush();
        post(response, "null", "");
      }
      case "large" ->
          post(response, "\"" + "x".repeat(Integer.parseInt(find(N, event, "0"))) + "\"", "");
      case "child" -> {
        Process child = new ProcessBuilder("/bin/sh", "-c", "sleep 600 & echo $!; wait").start();
        String grandchild = child.inputReader().readLine();
        System.out.println("children " + child.pid() + " " + grandchild);
        if (event.contains("hang")) {
          Thread.sleep(600_000);
        }
        post(response, "[" + child.pid() + "," + grandchild + "]", "");
      }
      case "fill-memory" -> {
        List<byte[]> kept = new ArrayList<>();
        while (kept.size() < 1000) {
          byte[] megabyte = new byte[1024 * 1024];
          Arrays.fill(megabyte, (byte) 1);
          kept.add(megabyte);
        }
        Thread.sleep(600_000);
      }
      case "wrong-calls" -> {
        int unknownId = post("invocation/nobody/response", "1", "");
        int nextWhileRunning =
            http.send(
                    HttpRequest.newBuilder(URI.create(base + "invocation/next")).build(),
                    BodyHandlers.ofString())
                .statusCode();
        int initError = post("init/error", "{}", "X");
        int first =
            post(response, "[%d,%d,%d]".formatted(unknownId, nextWhileRunning, initError), "");
        int second = post(response, "2", "");
        System.out.println("first " + first + " second " + second);
      }
      default -> throw new IllegalArgumentException(event);
    }
  }

  private int post(String path, String body, String errorType) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path))
            .POST(HttpRequest.BodyPublishers.ofString(body));
    if (!errorType.isEmpty()) {
      request.header("Lambda-Runtime-Function-Error-Type", errorType);
    }
    return http.send(request.build(), BodyHandlers.ofString()).statusCode();
  }

  private static String find(Pattern pattern, String text, String otherwise) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? matcher.group(1) : otherwise;
  }
}
