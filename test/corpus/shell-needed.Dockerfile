FROM alpine:3.21
ENV TARGET=world
SHELL ["/bin/ash", "-eo", "pipefail", "-c"]
RUN wget -qO- https://example.com/list | sort > /list
CMD while read -r line; do echo "$TARGET $line"; done < /list
