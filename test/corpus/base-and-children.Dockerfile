FROM alpine:3.21 AS base
RUN apk add --no-cache tini
ENTRYPOINT ["tini", "--"]
CMD ["app", "serve"]

FROM base AS worker
CMD ["app", "work"]

FROM base AS shell
ENTRYPOINT ["app"]
