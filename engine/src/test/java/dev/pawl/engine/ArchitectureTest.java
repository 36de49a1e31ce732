package dev.pawl.engine;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The arrows of the engine. STYLE, "The map" and idea 8: time and chance arrive as values. */
class ArchitectureTest {

  private static final JavaClasses ENGINE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.pawl.engine");

  @Test
  void arrowsRunFromHistoryDownToJson() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .withOptionalLayers(true)
        .layer("json")
        .definedBy("dev.pawl.engine.json..")
        .layer("expression")
        .definedBy("dev.pawl.engine.expression..")
        .layer("asl")
        .definedBy("dev.pawl.engine.asl..")
        .layer("search")
        .definedBy("dev.pawl.engine.search..")
        .layer("execution")
        .definedBy("dev.pawl.engine.execution..")
        .layer("limit")
        .definedBy("dev.pawl.engine.limit..")
        .layer("history")
        .definedBy("dev.pawl.engine.history..")
        .layer("trial")
        .definedBy("dev.pawl.engine.trial..")
        .layer("maprun")
        .definedBy("dev.pawl.engine.maprun..")
        .layer("rehearsal")
        .definedBy("dev.pawl.engine.rehearsal..")
        .layer("pattern")
        .definedBy("dev.pawl.engine.pattern..")
        .whereLayer("json")
        .mayNotAccessAnyLayer()
        .whereLayer("expression")
        .mayOnlyAccessLayers("json")
        .whereLayer("asl")
        .mayOnlyAccessLayers("expression", "json")
        .whereLayer("search")
        .mayOnlyAccessLayers("expression", "json")
        .whereLayer("limit")
        .mayOnlyAccessLayers("expression", "json")
        .whereLayer("execution")
        .mayOnlyAccessLayers("search", "limit", "asl", "expression", "json")
        .whereLayer("history")
        .mayOnlyAccessLayers("execution", "asl", "expression", "json")
        .whereLayer("trial")
        .mayOnlyAccessLayers("execution", "asl", "expression", "json")
        .whereLayer("maprun")
        .mayOnlyAccessLayers("execution", "asl", "expression", "json")
        .whereLayer("rehearsal")
        .mayOnlyAccessLayers("maprun", "history", "execution", "asl", "expression", "json")
        .whereLayer("pattern")
        .mayOnlyAccessLayers("json")
        .check(ENGINE);
  }

  @Test
  void theEngineKnowsNoOtherModule() {
    noClasses()
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.pawl..").and(not(resideInAPackage("dev.pawl.engine.."))))
        .check(ENGINE);
  }

  @Test
  void theEngineKnowsNoActorsNoDatabaseAndNoSocket() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.apache.pekko..", "scala..", "java.sql..", "javax.sql..", "java.net..")
        .check(ENGINE);
  }

  @Test
  void theEngineOwnsNoClock() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .areAssignableTo(Clock.class)
        .orShould()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .check(ENGINE);
  }

  @Test
  void theEngineOwnsNoChance() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .areAssignableTo(Random.class)
        .orShould()
        .callMethod(UUID.class, "randomUUID")
        .orShould()
        .callMethod(Math.class, "random")
        .check(ENGINE);
  }
}
