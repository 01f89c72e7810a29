FROM golang:1.24-alpine
WORKDIR /src
COPY . .
RUN cd /src
RUN go build -o /usr/local/bin/app .
ENTRYPOINT /usr/local/bin/app
CMD ["-config", "/etc/app.yml"]
