import os

from celery import Celery

app = Celery("cart", broker="redis://queue:6379/0")


@app.task
def expire(cart_id: str) -> str:
    return f"{os.environ['CART_REGION']}/{cart_id} expired"
