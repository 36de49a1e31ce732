package dev.pawl.node.cli.deploy;

import dev.pawl.engine.asl.MachineType;
import java.util.ArrayList;
import java.util.List;

/** Definitions that a node would refuse, with all findings. */
public final class InvalidDefinitions extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient List<FileFindings> findings;

  /** The findings about one file. */
  public record FileFindings(DefinitionFile file, List<DefinitionFile.Finding> findings) {}

  private InvalidDefinitions(List<FileFindings> findings) {
    super("Expected valid definitions, but found errors in " + findings.size() + " of them.");
    this.findings = List.copyOf(findings);
  }

  public List<FileFindings> findings() {
    return findings;
  }

  static void check(List<DefinitionFile> definitions, MachineType type, Placeholders placeholders)
      throws InvalidDefinitions {
    var invalid = new ArrayList<FileFindings>();
    for (var definition : definitions) {
      var findings = definition.withText(placeholders::replaceProvisionally).findings(type);
      if (findings.stream().anyMatch(finding -> finding.diagnostic().isError())) {
        invalid.add(new FileFindings(definition, findings));
      }
    }
    if (!invalid.isEmpty()) {
      throw new InvalidDefinitions(invalid);
    }
  }
}
