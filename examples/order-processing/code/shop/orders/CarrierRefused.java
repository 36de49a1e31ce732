package shop.orders;

/** The carrier does not take the parcel. */
public final class CarrierRefused extends RuntimeException {

  private static final long serialVersionUID = 1;

  public CarrierRefused(String message) {
    super(message);
  }
}
