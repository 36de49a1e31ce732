package dev.pawl.node.cli.demo;

import java.io.PrintWriter;
import java.util.Locale;

/** Tells what happens, with the seconds since the beginning. */
final class Narrator {

  private final PrintWriter out;
  private final long beginNanos = System.nanoTime();

  Narrator(PrintWriter out) {
    this.out = out;
  }

  void chapter(String title) {
    out.println();
    out.println("── " + title);
    out.flush();
  }

  void say(String format, Object... values) {
    out.printf(Locale.ROOT, "%6.1f s  %s%n", seconds(), format.formatted(values));
    out.flush();
  }

  double seconds() {
    return (System.nanoTime() - beginNanos) / 1e9;
  }
}
