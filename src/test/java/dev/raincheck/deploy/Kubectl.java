package dev.raincheck.deploy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * The real kustomize, which is part of kubectl: the one of this machine if it is new enough, and
 * otherwise one that is downloaded once, checked, and kept in {@code ~/.cache/raincheck}.
 */
final class Kubectl {
  private static final String VERSION = "v1.32.8";
  private static final String NEW_ENOUGH = "Kustomize Version: v5";

  /** From the release's change log. */
  private static final Map<String, String> SHA_512 =
      Map.of(
          "linux-amd64",
          "22a3a09327c2dcd05931188954e2a13c80d021026f494f5192808121d85003a8"
              + "7169f4e83cf3a340cd3c819c5629e874ea83bfa794602845fceafa8b8fb04464",
          "linux-arm64",
          "938866e1d8f5c111cb7ffd93f61b90bd4a9bbd2004a66c3f762173c125abe4f9"
              + "aa824e7d1ecf4073cddddf994a3ce1c316590964bdb1012ca9926f1c210f00e3",
          "darwin-amd64",
          "bc9c9577775912ed4fbe5e05fc884f0b4d6040d2f56f51da862a97772aa3077c"
              + "a72fbbe054a73af481acd6a42c47db882aa94273d271017d3999ed39a526a842",
          "darwin-arm64",
          "e95f670af43b32dc3130edd3cd386fd90b7c64278d547fb0ae7af1f54e5e5571"
              + "889eeaabf2ca2f1e823851ba29711336fc341ffe80a05dde5a80befc8fa1543c",
          "windows-amd64",
          "d2da1bc5d7d0b2221a74ca7cc25e89ec4031d1f85b6f8a1353caab32b64ddc20"
              + "01ee75dfc6b2b0de061be3939a72e2ca6f7617a08d62c7556524664142b80163");

  private Kubectl() {}

  /** What {@code kubectl apply -k} would send. */
  static String kustomize(String folder) {
    try {
      return Program.run(program(), "kustomize", folder);
    } catch (IOException failed) {
      throw new AssertionError(failed.getMessage(), failed);
    }
  }

  private static String program() {
    return isNewEnough("kubectl") ? "kubectl" : downloaded(platform());
  }

  private static boolean isNewEnough(String program) {
    try {
      return Program.run(program, "version", "--client").contains(NEW_ENOUGH);
    } catch (IOException thereIsNone) {
      return false;
    }
  }

  private static synchronized String downloaded(String platform) {
    Path kept =
        Path.of(System.getProperty("user.home"), ".cache", "raincheck", "kubectl-" + VERSION);
    if (!Files.exists(kept)) {
      String member = "kubernetes/client/bin/kubectl" + (platform.startsWith("w") ? ".exe" : "");
      URI archive =
          URI.create("https://dl.k8s.io/" + VERSION + "/kubernetes-client-" + platform + ".tar.gz");
      try {
        new Download(archive, SHA_512.getOrDefault(platform, "unknown"), member).to(kept);
      } catch (IOException failed) {
        throw new AssertionError(
            "The manifests are checked as kustomize makes them. There is no kubectl with Kustomize 5"
                + " in the PATH, and none could be downloaded: install kubectl 1.27 or newer",
            failed);
      }
    }
    return kept.toString();
  }

  private static String platform() {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String name =
        system.startsWith("mac") ? "darwin" : system.startsWith("win") ? "windows" : "linux";
    boolean arm = System.getProperty("os.arch").equals("aarch64");
    return name + "-" + (arm ? "arm64" : "amd64");
  }
}
