from flask import Flask

app = Flask(__name__)


@app.get("/prices/<sku>")
def price(sku: str) -> dict[str, str]:
    return {"sku": sku, "price": "19.90", "currency": "EUR"}
