package shop.orders;

/** There are fewer pieces in stock than ordered. */
public final class OutOfStock extends RuntimeException {

  private static final long serialVersionUID = 1;

  public OutOfStock(String message) {
    super(message);
  }
}
