package dev.pawl.node.cli;

import dev.pawl.node.cli.TestCommand.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Test cases as the XML that JUnit writes, which build servers show. One suite for each file. */
final class JUnitReport {
  private static final double MILLIS = 1000;

  private JUnitReport() {}

  static void write(Path path, List<Ran> ran) throws IOException {
    var directory = path.toAbsolutePath().getParent();
    if (directory != null) {
      Files.createDirectories(directory);
    }
    try (var out = Files.newBufferedWriter(path)) {
      var xml = XMLOutputFactory.newInstance().createXMLStreamWriter(out);
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeStartElement("testsuites");
      var files =
          ran.stream()
              .collect(Collectors.groupingBy(Ran::file, LinkedHashMap::new, Collectors.toList()));
      for (var file : files.entrySet()) {
        suite(xml, file.getKey(), file.getValue());
      }
      xml.writeEndElement();
      xml.writeEndDocument();
      xml.flush();
    } catch (XMLStreamException e) {
      throw new IOException("Expected to write " + path, e);
    }
  }

  private static void suite(XMLStreamWriter xml, Path file, List<Ran> ran)
      throws XMLStreamException {
    xml.writeStartElement("testsuite");
    xml.writeAttribute("name", file.toString());
    xml.writeAttribute("tests", String.valueOf(ran.size()));
    xml.writeAttribute("failures", count(ran, false));
    xml.writeAttribute("errors", count(ran, true));
    xml.writeAttribute("time", seconds(ran.stream().mapToLong(one -> one.took().toMillis()).sum()));
    for (var one : ran) {
      testCase(xml, file, one);
    }
    xml.writeEndElement();
  }

  /**
   * A case that could not be brought to its end is an error, one that ended otherwise a failure.
   */
  private static String count(List<Ran> ran, boolean halted) {
    return String.valueOf(
        ran.stream()
            .filter(one -> !one.outcome().passed())
            .filter(one -> (one.outcome().halted() != null) == halted)
            .count());
  }

  private static void testCase(XMLStreamWriter xml, Path file, Ran ran) throws XMLStreamException {
    var outcome = ran.outcome();
    xml.writeStartElement("testcase");
    xml.writeAttribute("classname", file.getFileName().toString());
    xml.writeAttribute("name", printable(outcome.testCase().name()));
    xml.writeAttribute("time", seconds(ran.took().toMillis()));
    if (!outcome.passed()) {
      var why = printable(TestCommand.why(outcome));
      xml.writeStartElement(outcome.halted() == null ? "failure" : "error");
      xml.writeAttribute("message", why.lines().findFirst().orElse(""));
      xml.writeCharacters(why);
      xml.writeEndElement();
    }
    xml.writeEndElement();
  }

  private static String seconds(long millis) {
    return String.format(Locale.ROOT, "%.3f", millis / MILLIS);
  }

  // XML 1.0 has no other control characters.
  private static String printable(String text) {
    return text.replaceAll("[\\p{Cntrl}&&[^\\t\\n]]", "\uFFFD");
  }
}
