package dev.pawl.node.cli.process;

import java.io.File;
import java.nio.file.Path;
import java.util.List;

/** Another JVM like this one. */
public final class NewJvm {

  private static final int JDK_WITH_UNSAFE_OPTION = 23;

  private NewJvm() {}

  /** The program. */
  public static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** Options without which a node's libraries make newer JVMs warn. */
  public static List<String> options() {
    var nativeAccess = "--enable-native-access=ALL-UNNAMED";
    return Runtime.version().feature() >= JDK_WITH_UNSAFE_OPTION
        ? List.of(nativeAccess, "--sun-misc-unsafe-memory-access=allow")
        : List.of(nativeAccess);
  }

  /** An input that is at its end, for a process that must not read the terminal. */
  public static ProcessBuilder.Redirect noInput() {
    var windows = System.getProperty("os.name").startsWith("Windows");
    return ProcessBuilder.Redirect.from(new File(windows ? "NUL" : "/dev/null"));
  }
}
