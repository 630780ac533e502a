package dev.raincheck.faults;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The first half of the SHA-256 of something, in hexadecimal; {@link Rows} says it in SQL. */
final class Digest {
  /** In hexadecimal digits. */
  static final int LENGTH = 32;

  private Digest() {}

  static String of(byte[] content) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
      return HexFormat.of().formatHex(digest).substring(0, LENGTH);
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError(impossible);
    }
  }
}
