FROM rust:1.86 AS build
WORKDIR /src
COPY . .
RUN cargo build --release

FROM debian:12-slim
COPY --from=build /src/target/release/service /usr/local/bin/service
STOPSIGNAL SIGINT
ENTRYPOINT ["service --listen 0.0.0.0:80"]
