FROM debian:12
RUN apt-get update \
 && apt-get install -y --no-install-recommends python3 python3-venv \
 && rm -rf /var/lib/apt/lists/*
RUN python3 -m venv /venv
RUN . /venv/bin/activate
RUN pip install flask
ENTRYPOINT python3 -m flask run --host 0.0.0.0
CMD ["--debug"]
