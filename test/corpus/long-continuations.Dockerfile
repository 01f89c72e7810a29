FROM debian:12 AS tools
# what the build needs
RUN apt-get update && \
    # compilers
    apt-get install -y \
      build-essential \

      cmake && \
    rm -rf /var/lib/apt/lists/*
RUN set -ex \
    make -j4
ENTRYPOINT ["./run.sh", \
            "--verbose"]
