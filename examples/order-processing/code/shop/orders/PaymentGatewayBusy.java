package shop.orders;

/** The payment gateway asks to be tried again later. */
public final class PaymentGatewayBusy extends RuntimeException {

  private static final long serialVersionUID = 1;

  public PaymentGatewayBusy(String message) {
    super(message);
  }
}
