package dev.raincheck.net;

/** A host is at an address to which no connection may be made. */
public final class AddressNotAllowedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String special;

  AddressNotAllowedException(String special) {
    super("The address is " + special);
    this.special = special;
  }

  /** What is special about the address, such as "private". */
  public String special() {
    return special;
  }
}
