#!/bin/sh
set -eu
: "${THUMBNAIL_DIR:=/var/cache/thumbnails}"
mkdir -p "$THUMBNAIL_DIR"
export THUMBNAIL_DIR
exec "$@"
