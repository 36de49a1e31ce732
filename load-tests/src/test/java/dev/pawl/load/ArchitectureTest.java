package dev.pawl.load;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The arrows of the load tests: they drive a cluster from outside. */
class ArchitectureTest {

  private static final JavaClasses LOAD =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.pawl.load");

  @Test
  void loadTestsKnowNoInsideOfACluster() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.pawl.engine..", "dev.pawl.persistence..", "dev.pawl.node..")
        .check(LOAD);
  }
}
