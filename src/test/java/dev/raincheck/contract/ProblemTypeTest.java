package dev.raincheck.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProblemTypeTest {

  @ParameterizedTest
  @EnumSource(ProblemType.class)
  void everyKindIsFoundByItsAddress(ProblemType kind) {
    assertTrue(kind.slug().matches("[a-z]+(-[a-z]+)*"), kind.slug());
    assertEquals("/problems/" + kind.slug(), kind.uri());
    assertEquals(Optional.of(kind), ProblemType.ofSlug(kind.slug()));
  }

  @ParameterizedTest
  @EnumSource(ProblemType.class)
  void everyKindHasAnErrorStatusAndATitle(ProblemType kind) {
    assertTrue(kind.status() >= 400 && kind.status() <= 599);
    assertFalse(kind.title().isBlank());
    assertEquals(kind.status(), Problem.of(kind, "").status());
    assertEquals(kind.isRetryable(), Problem.of(kind, "").retryable());
  }

  @ParameterizedTest
  @EnumSource(ProblemType.class)
  void onlyWhatItsStatusAllowsIsRetryable(ProblemType kind) {
    assertTrue(ProblemType.isRetryable(kind.status()) || !kind.isRetryable());
  }

  @Test
  void everyStatusHasAKindOfTheSameClass() {
    for (int status = 400; status <= 599; status++) {
      ProblemType kind = ProblemType.ofStatus(status);
      assertEquals(status / 100, kind.status() / 100, "status " + status);
      assertEquals(status, Problem.ofStatus(status, null).status());
      boolean exact =
          Arrays.stream(ProblemType.values()).map(ProblemType::status).toList().contains(status);
      if (exact && status != 410) {
        assertEquals(status, kind.status());
      }
    }
  }

  @Test
  void aStatusIsRetriedByTheRule() {
    Set<Integer> retryable =
        IntStream.rangeClosed(400, 499)
            .filter(ProblemType::isRetryable)
            .boxed()
            .collect(Collectors.toSet());
    assertEquals(Set.of(408, 425, 429), retryable);
    for (int status = 500; status <= 599; status++) {
      assertTrue(ProblemType.isRetryable(status));
    }
  }

  @Test
  void anUnknownAddressIsNoKind() {
    assertEquals(Optional.empty(), ProblemType.ofSlug("NOT-FOUND"));
    assertEquals(Optional.empty(), ProblemType.ofSlug(""));
  }
}
