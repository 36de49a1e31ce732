package shop.orders;

/** The bank says no. Trying again would not help. */
public final class PaymentDeclined extends RuntimeException {

  private static final long serialVersionUID = 1;

  public PaymentDeclined(String message) {
    super(message);
  }
}
