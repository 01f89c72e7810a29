FROM ubuntu:24.04
COPY migrate server /usr/local/bin/
CMD ["migrate", "&&", "server", "--port", "8080"]
