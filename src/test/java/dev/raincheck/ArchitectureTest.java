package dev.raincheck;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Holds the package table of the design, without exceptions, and what bytecode shows of style. */
class ArchitectureTest {
  private static final String ROOT = "dev.raincheck.";

  /** Each package, and which others it may use. */
  private static final Map<String, Set<String>> TABLE =
      Map.ofEntries(
          Map.entry("contract", Set.of()),
          Map.entry("client", Set.of("contract")),
          Map.entry("core", Set.of("contract")),
          Map.entry("admission", Set.of("core", "contract")),
          Map.entry("startup", Set.of()),
          Map.entry("store", Set.of("core", "contract", "startup")),
          Map.entry("procedure", Set.of("contract")),
          Map.entry("execution", Set.of("core", "contract", "procedure")),
          Map.entry("net", Set.of("contract")),
          Map.entry("delivery", Set.of("core", "contract", "net")),
          Map.entry("security", Set.of("core", "contract", "procedure", "execution", "startup")),
          Map.entry(
              "http",
              Set.of(
                  "contract",
                  "client",
                  "core",
                  "admission",
                  "procedure",
                  "execution",
                  "delivery",
                  "security")),
          Map.entry("builtin", Set.of("contract", "procedure", "net")),
          Map.entry("ops", Set.of("core", "contract")));

  private static final String[] DATABASE = {
    "io.vertx.sqlclient..",
    "io.vertx.pgclient..",
    "io.vertx.mutiny.sqlclient..",
    "io.vertx.mutiny.pgclient..",
    "io.agroal..",
    "org.flywaydb..",
    "org.postgresql..",
    "java.sql..",
    "javax.sql.."
  };

  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.raincheck");

  @Test
  void everyClassStandsInAPackageOfTheTable() {
    String[] packages = TABLE.keySet().stream().map(ArchitectureTest::tree).toArray(String[]::new);
    classes().should().resideInAnyPackage(packages).check(MAIN);
    assertTrue(MAIN.size() > 100, "too few classes were found: " + MAIN.size());
  }

  @TestFactory
  Stream<DynamicTest> aPackageUsesOnlyWhatItsRowSays() {
    return TABLE.entrySet().stream()
        .map(
            row ->
                DynamicTest.dynamicTest(row.getKey(), () -> holds(row.getKey(), row.getValue())));
  }

  private static void holds(String name, Set<String> others) {
    String[] allowed =
        Stream.concat(Stream.of(name), others.stream())
            .map(ArchitectureTest::tree)
            .toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage(tree(name))
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.raincheck..").and(not(resideInAnyPackage(allowed))))
        .allowEmptyShould(true)
        .check(MAIN);
  }

  @Test
  void thereAreNoCycles() {
    slices().matching(ROOT + "(*)..").should().beFreeOfCycles().check(MAIN);
    slices().matching(ROOT + "(**)").should().beFreeOfCycles().check(MAIN);
  }

  @Test
  void aBuiltInProcedureKnowsNoOther() {
    slices().matching(ROOT + "builtin.(*)..").should().notDependOnEachOther().check(MAIN);
  }

  @Test
  void theContractNeedsOnlySpecificationsAndMutiny() {
    onlyUses(
        "contract",
        "dev.raincheck.contract..",
        "java..",
        "jakarta.ws.rs..",
        "jakarta.validation..",
        "com.fasterxml.jackson..",
        "org.eclipse.microprofile.openapi.annotations..",
        "org.eclipse.microprofile.rest.client..",
        "io.smallrye.mutiny..",
        "org.jspecify.annotations..");
  }

  @Test
  void theCoreIsFreeOfFrameworks() {
    onlyUses(
        "core",
        "dev.raincheck.core..",
        "dev.raincheck.contract..",
        "java.lang..",
        "java.util..",
        "java.time..",
        "io.smallrye.mutiny..",
        "org.jspecify.annotations..");
  }

  @Test
  void whatAHostSeesNeedsOnlyJakarta() {
    onlyUses(
        "procedure",
        "dev.raincheck.procedure..",
        "dev.raincheck.contract..",
        "java..",
        "jakarta..",
        "org.jspecify.annotations..");
  }

  private static void onlyUses(String name, String... allowed) {
    classes()
        .that()
        .resideInAPackage(tree(name))
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(allowed)
                .and(not(resideInAnyPackage("java.sql..", "java.net.http.."))))
        .check(MAIN);
  }

  @Test
  void onlyTheStoreKnowsTheDatabase() {
    noClasses()
        .that()
        .resideOutsideOfPackage(tree("store"))
        .should()
        .dependOnClassesThat(resideInAnyPackage(DATABASE))
        .check(MAIN);
  }

  @Test
  void theStoreHidesBehindItsPorts() {
    Set<String> open = new TreeSet<>();
    for (JavaClass type : MAIN.that(resideInAPackage(tree("store")))) {
      if (type.getModifiers().contains(JavaModifier.PUBLIC)) {
        open.add(type.getName());
      }
    }
    assertEquals(
        Set.of(
            // For the store itself, which is the package above.
            ROOT + "store.embedded.EmbeddedPostgres",
            // For the ServiceLoader of the configuration.
            ROOT + "store.embedded.DatabaseUrls"),
        open);
  }

  @Test
  void everyPackageIsNullMarked() {
    Set<String> unmarked = new TreeSet<>();
    for (JavaClass type : MAIN) {
      JavaPackage home = type.getPackage();
      if (!home.isAnnotatedWith(NullMarked.class)) {
        unmarked.add(home.getName());
      }
    }
    assertEquals(Set.of(), unmarked);
  }

  @Test
  void timeRandomnessAndIdsAreInjected() {
    JavaClasses others =
        MAIN.that(
            DescribedPredicate.describe(
                "are not where they come from",
                type ->
                    !Set.of(ROOT + "execution.Sources", ROOT + "client.Sources")
                        .contains(type.getName())));
    calls("java.time.Instant.now", others);
    calls("java.time.LocalDate.now", others);
    calls("java.time.LocalDateTime.now", others);
    calls("java.time.OffsetDateTime.now", others);
    calls("java.time.ZonedDateTime.now", others);
    calls("java.time.Clock.systemUTC", others);
    calls("java.time.Clock.systemDefaultZone", others);
    calls("java.lang.System.currentTimeMillis", others);
    calls("java.lang.Math.random", others);
    calls("java.util.UUID.randomUUID", others);
    calls("java.util.concurrent.ThreadLocalRandom.current", others);
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.util.Random")
        .check(others);
  }

  @Test
  void nobodySleepsOrBlocksOnAUni() {
    calls("java.lang.Thread.sleep", MAIN);
    calls("java.util.concurrent.TimeUnit.sleep", MAIN);
    calls("io.smallrye.mutiny.Uni.await", MAIN);
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("io.smallrye.mutiny.groups.UniAwait")
        .check(MAIN);
  }

  @Test
  void aNameSaysWhatSomethingIs() {
    noClasses().should().haveNameMatching(".*(Util|Utils|Helper|Manager|Impl)").check(MAIN);
  }

  @Test
  void aBeanHasAtMostFiveCollaborators() {
    for (JavaClass type : MAIN) {
      if (Stream.of("ApplicationScoped", "RequestScoped", "Singleton", "Interceptor", "Path")
          .anyMatch(scope -> isAnnotated(type, scope))) {
        type.getConstructors()
            .forEach(
                constructor ->
                    assertTrue(
                        constructor.getRawParameterTypes().size() <= 5 || type.isRecord(),
                        constructor.getFullName()));
      }
    }
  }

  private static boolean isAnnotated(JavaClass type, String simpleName) {
    return type.getAnnotations().stream()
        .anyMatch(annotation -> annotation.getRawType().getSimpleName().equals(simpleName));
  }

  /** Fails where a method is called or referred to. */
  private static void calls(String method, JavaClasses among) {
    String owner = method.substring(0, method.lastIndexOf('.'));
    String name = method.substring(method.lastIndexOf('.') + 1);
    noClasses()
        .should()
        .accessTargetWhere(
            DescribedPredicate.<JavaAccess<?>>describe(
                "target is " + method,
                access -> {
                  AccessTarget target = access.getTarget();
                  return target.getName().equals(name) && target.getOwner().getName().equals(owner);
                }))
        .check(among);
  }

  private static String tree(String name) {
    return ROOT + name + "..";
  }
}
