package dev.pawl.node;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The arrows between the packages of a node. */
class ArchitectureTest {

  private static final JavaClasses NODE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.pawl.node");

  @Test
  void packagesFormNoCycle() {
    slices()
        .matching("dev.pawl.node.(*)..")
        .should()
        .beFreeOfCycles()
        .allowEmptyShould(true)
        .check(NODE);
  }

  @Test
  void nothingPointsAtTheApiButItsOtherProtocolAndWhatStartsIt() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "dev.pawl.node.api..",
            "dev.pawl.node.grpc..",
            "dev.pawl.node.boot..",
            "dev.pawl.node.cli..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.pawl.node.api..")
        .allowEmptyShould(true)
        .check(NODE);
  }
}
