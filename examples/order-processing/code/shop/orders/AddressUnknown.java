package shop.orders;

/** The carrier cannot find the address. */
public final class AddressUnknown extends RuntimeException {

  private static final long serialVersionUID = 1;

  public AddressUnknown(String message) {
    super(message);
  }
}
