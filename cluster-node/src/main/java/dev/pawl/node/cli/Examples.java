package dev.pawl.node.cli;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;

/** Where the examples lie: beside the launcher, or above the jar or the working directory. */
final class Examples {

  private Examples() {}

  static Path directory() {
    var starts = new ArrayList<Path>();
    var home = System.getProperty("pawl.home");
    if (home != null) {
      starts.add(Path.of(home));
    }
    starts.add(ownLocation());
    starts.add(Path.of("").toAbsolutePath());
    for (var start : starts) {
      for (var directory = start; directory != null; directory = directory.getParent()) {
        if (Files.isDirectory(directory.resolve("examples/order-processing"))) {
          return directory.resolve("examples");
        }
      }
    }
    throw new CommandFailure(
        ExitCode.LOCAL,
        "Expected the directory 'examples' beside the launcher, but it is not there.");
  }

  private static Path ownLocation() {
    try {
      return Path.of(Examples.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }
}
