package dev.pawl.protocol;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The arrows of the protocol: data that knows nobody. */
class ArchitectureTest {

  private static final JavaClasses PROTOCOL =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.pawl.protocol");

  @Test
  void theProtocolKnowsNoOtherModule() {
    noClasses()
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.pawl..").and(not(resideInAPackage("dev.pawl.protocol.."))))
        .check(PROTOCOL);
  }
}
