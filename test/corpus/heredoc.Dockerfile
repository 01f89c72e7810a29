# syntax=docker/dockerfile:1
FROM debian:12
RUN <<EOF
apt-get update
apt-get install -y --no-install-recommends curl ca-certificates
rm -rf /var/lib/apt/lists/*
EOF
COPY <<EOF /etc/motd
RUN is a word here
CMD too
EOF
RUN <<-EOT bash
	curl -fsSLO https://example.com/tool.tar.gz
	tar xf tool.tar.gz
	EOT
CMD ["tool"]
