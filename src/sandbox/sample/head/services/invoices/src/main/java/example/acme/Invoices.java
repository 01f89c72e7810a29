package example.acme;

public final class Invoices {
  public static void main(String[] arguments) {
    System.out.println("invoices ready");
  }
}
