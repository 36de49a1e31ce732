package dev.pawl.persistence;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The arrows of persistence: it stores what the engine decides, and knows no node. */
class ArchitectureTest {

  private static final JavaClasses PERSISTENCE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.pawl.persistence");

  @Test
  void persistenceKnowsNoNode() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.pawl.node..")
        .check(PERSISTENCE);
  }
}
