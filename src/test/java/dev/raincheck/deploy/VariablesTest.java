package dev.raincheck.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VariablesTest {

  @ParameterizedTest
  @CsvSource({
    "RAINCHECK_FETCH_TIMEOUT, true",
    "RAINCHECK_FETCH_TIMEOUTS, false",
    "RAINCHECK_PROCEDURES__FETCH__TIMEOUT, true",
    "RAINCHECK_PROCEDURES_FETCH_TIMEOUT, false",
    "QUARKUS_DATASOURCE_JDBC_URL, true",
    "QUARKUS_DATASOURCE_JDBC_URI, false",
    "QUARKUS_TLS_KEY_STORE_PEM__0__CERT, true",
    // Is read as another setting, and nothing serves HTTPS.
    "QUARKUS_TLS_KEY_STORE_PEM_0_CERT, false",
    // Is decided when the service is built.
    "QUARKUS_MANAGEMENT_ENABLED, false",
  })
  void tellsSettingsFromOthers(String variable, boolean setting) {
    assertEquals(setting, Variables.isSetting(variable));
  }
}
